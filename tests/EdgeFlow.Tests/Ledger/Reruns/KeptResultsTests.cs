using EdgeFlow.Control.Reruns;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Reruns;

using World = EdgeFlow.Tests.Control.World;

/// <summary>What is asked about kept results before a rerun begins.</summary>
public sealed class KeptResultsTests
{
    private static readonly RerunOf Link = new(
        new JobId("first"),
        [
            new(new("one"), new("one"), Runs.Node, Runs.Hash("1"), 9, Runs.Hash("c")),
            new(new("two"), new("two"), Runs.Node, Runs.Hash("2"), 9, Runs.Hash("d"))
            {
                Model = "full.onnx",
                ModelHash = Runs.Hash("bytes"),
            },
            new(new("three"), new("three"), Runs.Node, Runs.Hash("3"), 9, Runs.Hash("e")),
        ]);

    [Fact]
    public void Check_KeptResultOfAModel_AsksForItsBytes()
    {
        var asked = Assert.Single(Asked(Submitted()));

        Assert.Equal(
            ("again", 4, "two", "full.onnx", Runs.Hash("bytes")),
            (asked.Job, asked.Epoch, asked.Task, asked.Model, asked.ModelHash));
    }

    [Fact]
    public void Check_RunThatHasBegun_AsksNothingMore()
    {
        var state = JobDecider.Evolve(Submitted(), new TaskCompleted(
            new("again"), new("four"), 1, 1, Runs.Node, Runs.Hash("4"), 9, 1, World.Now));

        Assert.Empty(Asked(state));
    }

    [Fact]
    public void Check_ResultThatIsComputedAgain_AsksNothing() => Assert.Empty(Asked(
        JobDecider.Evolve(Submitted(), new TaskReopened(new("again"), new("two"), 1, "gone", World.Now))));

    [Fact]
    public void Unasked_NodeIsGone_IsTheTaskWithAModelAndWhatIsKeptBehindIt()
    {
        Assert.Equal(["three", "two"], KeptResults.Unasked(Link, Runs.Chain, []).Select(task => task.Value));
        Assert.Empty(KeptResults.Unasked(
            Link with { Reused = [Link.Reused[0], Link.Reused[2]] }, Runs.Chain, Array.Empty<NodeState>()));
    }

    private static List<EdgeFlow.Protocol.Directives.KeptDirective> Asked(JobState state) =>
        [.. Runs.Chain.Tasks.Select(task => KeptResults.Check(state, task, 4)).OfType<
            EdgeFlow.Protocol.Directives.KeptDirective>()];

    private static JobState Submitted()
    {
        var submit = new SubmitJob(
            new JobId("again"), Runs.Chain.Name, 1, Runs.Demand(Runs.Chain),
            [.. Runs.Chain.Tasks.Select(task => task.Id)], new Dictionary<string, string>(), World.Now)
        {
            Rerun = Link,
        };
        var planned = JobDecider.Decide(null, submit);
        var state = Assert.IsType<Accepted>(planned).Events.Aggregate((JobState?)null, JobDecider.Evolve);
        return JobDecider.Evolve(state, new JobPlanned(submit.Job, 1, World.Now));
    }
}
