using System.Text.Json;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Serialization;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Reruns;

using World = EdgeFlow.Tests.Control.World;

/// <summary>What a job does with the link to the run that it repeats.</summary>
public sealed class RerunDeciderTests
{
    private static readonly RerunOf Link = new(
        new JobId("first"), [new(new("one"), new("one"), Runs.Node, Runs.Hash("1"), 9, Runs.Hash("c"))])
    {
        From = new TaskId("two"),
        Computed = [new(new("two"), "asked for")],
    };

    [Fact]
    public void Decide_Rerun_HasWhatIsKeptDoneWithoutAnAttempt()
    {
        var state = Submitted(Submit(Link));

        Assert.Equal((true, 0), (state.ProgressOf(new("one")).Done, state.ProgressOf(new("one")).LastAttempt));
        Assert.Equal(["two", "three", "four"], state.Missing().Select(task => task.Value));
        Assert.Same(Link, state.Rerun);
    }

    [Fact]
    public void Decide_KeptOutputIsGone_IsComputedByTheFirstAttempt()
    {
        var state = JobDecider.Evolve(Submitted(Submit(Link)), new JobPlanned(new("again"), 1, World.Now));
        var reopen = JobDecider.Decide(state, new ReopenTask(new("again"), new("one"), 1, "gone", World.Now));
        state = JobDecider.Evolve(state, Assert.Single(Assert.IsType<Accepted>(reopen).Events));

        var done = JobDecider.Decide(state, new CompleteTask(
            new("again"), new("one"), 1, 1, Runs.Node, Runs.Hash("1"), 9, 1, World.Now));

        Assert.IsType<TaskCompleted>(Assert.Single(Assert.IsType<Accepted>(done).Events));
    }

    [Fact]
    public void Decide_SameWishWhenTheNetworkHasChanged_ChangesNothing()
    {
        var state = Submitted(Submit(Link));

        Assert.Empty(Assert.IsType<Accepted>(JobDecider.Decide(state, Submit(Link with { Reused = [] }))).Events);
        Assert.IsType<Rejected>(JobDecider.Decide(state, Submit(null)));
        Assert.IsType<Rejected>(JobDecider.Decide(state, Submit(Link with { From = null })));
        Assert.IsType<Rejected>(JobDecider.Decide(state, Submit(Link with { Job = new("other") })));
    }

    [Fact]
    public void Decide_LinkThatCannotBe_IsRejected()
    {
        var kept = Link.Reused[0];
        RerunOf[] wrong =
        [
            Link with { Job = new("again") },
            Link with { Job = new("../x") },
            Link with { From = new TaskId("nine") },
            Link with { Reused = [kept, kept] },
            Link with { Reused = [kept with { Task = new("nine") }] },
            Link with { Reused = [kept with { Task = new("two") }] },
            Link with { Reused = [kept with { Output = "" }] },
            Link with { Reused = [kept with { Content = new string('A', 64) }] },
            Link with { Reused = [kept with { OutputBytes = -1 }] },
            Link with { Reused = [kept with { Node = new("") }] },
            Link with { Computed = [new(new("nine"), "")] },
        ];

        Assert.All(wrong, link => Assert.Equal(
            RejectionCodes.BadValue, Assert.IsType<Rejected>(JobDecider.Decide(null, Submit(link))).Code));
    }

    [Fact]
    public void Decide_StreamThatKeepsResults_IsRejected()
    {
        var stream = Submit(Link) with { Demand = Runs.Chain.Demand with { Mode = JobMode.Stream } };

        Assert.IsType<Rejected>(JobDecider.Decide(null, stream));
        Assert.IsType<Accepted>(JobDecider.Decide(null, stream with { Rerun = new RerunOf(new("first"), []) }));
    }

    [Fact]
    public void Read_StoredLink_IsTheSameAndOldSubmissionsHaveNone()
    {
        const string Stored = """
            {"job":"again","application":"app","version":1,"demand":{"mode":"batch","required":null,"wished":null,
            "latencyBound":null,"priority":0,"frames":5,"whenInfeasible":"wait"},"parameters":{},
            "occurredAt":"2026-01-01T00:00:00+00:00","tasks":["one","two"],
            "rerun":{"job":"first","reused":[{"task":"one","origin":"one","node":"n","output":"o","outputBytes":9,
            "content":"c"}],"from":"two","computed":[{"task":"two","reason":"asked for"}]}}
            """;
        var read = (JobSubmitted)DomainJson.Read(typeof(JobSubmitted), Stored);

        Assert.Equal(new ReusedTask(new("one"), new("one"), new("n"), "o", 9, "c"), read.Rerun!.Reused[0]);
        Assert.True(JsonElement.DeepEquals(
            JsonDocument.Parse(Stored).RootElement, JsonDocument.Parse(DomainJson.Write(read)).RootElement));
        var old = Assert.IsType<Accepted>(JobDecider.Decide(null, Submit(null))).Events[0];
        Assert.DoesNotContain("rerun", DomainJson.Write(old), StringComparison.Ordinal);
    }

    private static JobState Submitted(SubmitJob submit) =>
        Assert.IsType<Accepted>(JobDecider.Decide(null, submit)).Events
            .Aggregate((JobState?)null, JobDecider.Evolve)!;

    private static SubmitJob Submit(RerunOf? link) => new(
        new JobId("again"), Runs.Chain.Name, 1, Runs.Demand(Runs.Chain), [.. Runs.Chain.Tasks.Select(task => task.Id)],
        new Dictionary<string, string>(), World.Now)
    {
        Rerun = link,
    };
}
