using System.Text.Json;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Admission.Conflicts;
using EdgeFlow.Planning.Snapshots;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning.Admission;

/// <summary>A job that waits names the fewest of its demands that conflict, and what would fit.</summary>
public sealed class WaitingReasonsTests
{
    private static readonly SnapshotNode[] s_nodes =
        [Node("a", 10, 100), Node("b", 10, 100, ("gpu", "yes")), Node("c", 10, 100)];

    private static readonly SnapshotLink[] s_links = [Link("a", "b", 10, delayMs: 5)];

    [Fact]
    public void Explain_RateTooHigh_OffersTheRateThatFits()
    {
        var waiting = Waits(Job("j", Stream(required: 20), [Task("t", 1)]));
        Assert.Equal(["/spec/rate/required"], Pointers(waiting));
        Assert.Equal("9.99 frames/s instead of 20", waiting.Nearest);
        Assert.Single(Sound.Plan(Snapshot(s_nodes, s_links, Job("j", Stream(required: 9.99), [Task("t", 1)]))).Jobs);
    }

    [Fact]
    public void Explain_LatencyTooLow_OffersTheLatencyThatFits()
    {
        // 100 ms of work on each of two pinned nodes and 5 ms on the way: more than 205 ms.
        var waiting = Waits(Job(
            "j", Stream(latencyMs: 100), [Task("s", 1, pin: "a"), Task("t", 1, pin: "b")], Flow("s", "t", 0.001)));
        Assert.Equal("/spec/latency", Assert.Single(Pointers(waiting)));
        Assert.StartsWith("a latency of 20", waiting.Nearest, StringComparison.Ordinal);
        Assert.EndsWith(" ms instead of 100", waiting.Nearest, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_MemoryBesideALabel_NamesBothAndWhatEachCouldGiveUp()
    {
        // Node d has the memory, node b has the label.
        var waiting = Waits(
            Job("j", Stream(), [Task("t", 1, memory: 150, constraints: Labels(("gpu", "yes")))]),
            Node("d", 10, 200));
        Assert.Equal(["/spec/tasks/0/constraints/labels", "/spec/tasks/0/memory"], Pointers(waiting));
        Assert.Equal("with 50 bytes less for task t; or task t on d, without labels", waiting.Nearest);
    }

    [Fact]
    public void Explain_TwoLabels_SaysWhichOneIsTooMuch()
    {
        var waiting = Waits(Job("j", Stream(), [Task("t", 1, constraints: Labels(("gpu", "yes"), ("arm", "yes")))]));
        Assert.Equal(["/spec/tasks/0/constraints/labels"], Pointers(waiting));
        Assert.Equal("without label arm=yes on task t", waiting.Nearest);
    }

    [Fact]
    public void Explain_PinnedWhereNoWayLeads_NamesBothPins()
    {
        var waiting = Waits(Job(
            "j", Stream(), [Task("s", 1, pin: "a"), Task("t", 1, pin: "c")], Flow("s", "t", 1)));
        Assert.Equal(["/spec/tasks/0/constraints/nodes", "/spec/tasks/1/constraints/nodes"], Pointers(waiting));
        Assert.Contains("task t on ", waiting.Nearest, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_TogetherAndApart_NamesBoth()
    {
        var torn = PlacementConstraints.None with { With = [new TaskId("s")], Apart = [new TaskId("s")] };
        var waiting = Waits(Job("j", Stream(), [Task("s", 1), Task("t", 1, constraints: torn)], Flow("s", "t", 1)));
        Assert.Equal(["/spec/tasks/1/constraints/with", "/spec/tasks/1/constraints/apart"], Pointers(waiting));
        Assert.Equal("not task t together with s; or not task t apart from s", waiting.Nearest);
    }

    [Fact]
    public void Explain_TwoIndependentConflicts_OffersNoSingleChange()
    {
        var waiting = Waits(Job(
            "j", Stream(), [Task("s", 1, memory: 500), Task("t", 1, memory: 500)], Flow("s", "t", 1)));
        Assert.Single(Pointers(waiting));
        Assert.Null(waiting.Nearest);
    }

    [Fact]
    public void Explain_NoNodeHasSpeed_NamesTheWork()
    {
        var snapshot = Snapshot([Node("n", 0)], [], Job("j", Stream(), [Task("t", 1)]));
        Assert.Equal(["/spec/tasks/0/work"], Pointers(Explained(snapshot)));
    }

    [Theory]
    [InlineData("no nodes")]
    [InlineData("zero capacity")]
    [InlineData("cycle")]
    [InlineData("long chain")]
    public void Explain_Degenerate_Ends(string kind)
    {
        SnapshotTask[] tasks = kind == "long chain"
            ? [.. Enumerable.Range(0, 200).Select(k => Task($"t{k:000}", 1, memory: 60))]
            : [Task("t000", 1, pin: "n"), Task("t001", 1, pin: "m")];
        SnapshotFlow[] flows =
        [
            .. Enumerable.Range(1, tasks.Length - 1).Select(k => Flow($"t{k - 1:000}", $"t{k:000}", 1)),
            .. kind == "cycle" ? [Flow("t001", "t000", 1)] : Array.Empty<SnapshotFlow>(),
        ];
        SnapshotNode[] nodes = kind == "no nodes" ? [] : [Node("m", 10, 100), Node("n", 10, 100)];
        var snapshot = Snapshot(
            nodes, [Link("m", "n", kind == "zero capacity" ? 0 : 10)], Job("j", Stream(required: 1), tasks, flows));
        Assert.NotEmpty(Explained(snapshot).Reason);
    }

    [Fact]
    public void Explain_AnyWorld_IsMinimalAndRepeats() => Prop.ForAll(
        ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            var snapshot = new Worlds(seed).Any(mostNodes: 6);
            var proposal = Planner.Plan(snapshot, 1);
            foreach (var waiting in proposal.Waiting)
            {
                var once = WaitingReasons.Explain(snapshot, proposal, waiting);
                Assert.Equal(once.Words, WaitingReasons.Explain(snapshot, proposal, waiting).Words);
                Assert.All(once.Conflicts ?? [], c => Assert.StartsWith("/spec/", c.Pointer, StringComparison.Ordinal));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20261121, 7));

    [Fact]
    public void Read_WrittenBeforeThereWereConflicts_HasNone()
    {
        const string Old = """{"job":"j","pointer":"/spec/latency","reason":"why"}""";
        var read = JsonSerializer.Deserialize<WaitingJob>(Old, DomainJson.Options)!;
        Assert.Equal(new WaitingJob(new JobId("j"), "/spec/latency", "why"), read);
        Assert.Equal(Old, JsonSerializer.Serialize(read, DomainJson.Options));

        var full = read with { Conflicts = [new WaitingConflict("/spec/latency", "soon")], Nearest = "later" };
        var json = JsonSerializer.Serialize(full, DomainJson.Options);
        Assert.Equal(full.Words, JsonSerializer.Deserialize<WaitingJob>(json, DomainJson.Options)!.Words);
    }

    private static PlacementConstraints Labels(params (string Key, string Value)[] labels) =>
        PlacementConstraints.None with { Labels = labels.ToDictionary(l => l.Key, l => l.Value) };

    private static string[] Pointers(WaitingJob waiting) => [.. waiting.Conflicts!.Select(c => c.Pointer)];

    private static WaitingJob Waits(SnapshotJob job, params SnapshotNode[] more) =>
        Explained(Snapshot([.. s_nodes, .. more], s_links, job));

    private static WaitingJob Explained(NetworkSnapshot snapshot)
    {
        var proposal = Sound.Plan(snapshot);
        var job = Assert.Single(proposal.Waiting).Job;
        return Assert.Single(WaitingReasons.Explain(snapshot, proposal, new HashSet<JobId> { job }).Waiting);
    }
}
