using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>Input at the edges of what can be: a plan or a reason, from every policy, never an exception.</summary>
public sealed class DegenerateTests
{
    private const long LittleWork = 200_000;
    private const int Many = 1_000;

    // What a policy may spend on one of the large jobs, in counted work; tier 0 needs far less.
    private const long MostWork = 200_000_000;

    public static TheoryData<string> Policies => [.. PolicyCatalog.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_NoNodes_Waits(string policy) => Waits(policy, Snapshot([], [], Pair("j")));

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_NoJobs_PlansNothing(string policy) =>
        Assert.Empty(Holds(policy, Snapshot([Node("a", 1)], [])).Jobs);

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_OneNode_Holds(string policy) => Holds(policy, Snapshot([Node("a", 10)], [], Pair("j")));

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_OneTask_Holds(string policy) => Holds(policy, Snapshot(
        [Node("a", 10), Node("b", 20)], [Link("a", "b", 1)], Job("j", Stream(), [Task("t", 1)])));

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_NoLinks_Holds(string policy) =>
        Holds(policy, Snapshot([Node("a", 10), Node("b", 20)], [], Pair("j")));

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_PinnedOnBothSidesOfAGap_Waits(string policy) => Waits(policy, Snapshot(
        [Node("a", 10), Node("b", 10), Node("c", 10)], [Link("a", "b", 1)],
        Job("j", Stream(), [Task("t0", 1, "a"), Task("t1", 1, "c")], Flow("t0", "t1", 1))));

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_PinnedToANodeThatIsNotThere_Waits(string policy) => Waits(policy, Snapshot(
        [Node("a", 10)], [], Job("j", Stream(), [Task("t0", 1, "ghost"), Task("t1", 1)], Flow("t0", "t1", 1))));

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_NoCapacityAnywhere_Holds(string policy) => Holds(policy, Snapshot(
        [Node("a", 0), Node("b", 0)], [Link("a", "b", 0)], Pair("j"),
        Job("idle", Stream(), [Task("t0", 0, "a"), Task("t1", 0, "a")], Flow("t0", "t1", 0))));

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_FlowsWithoutData_Holds(string policy) => Holds(policy, Snapshot(
        [Node("a", 10), Node("b", 10)], [Link("a", "b", 1)],
        Job("j", Stream(), [Task("t0", 1, "a"), Task("t1", 1, "b")], Flow("t0", "t1", 0))));

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_AllEqual_Holds(string policy)
    {
        SnapshotNode[] nodes = [.. Enumerable.Range(0, 8).Select(k => Node($"n{k}", 10))];
        var links = from a in Enumerable.Range(0, 8)
                    from b in Enumerable.Range(a + 1, 7 - a)
                    select Link($"n{a}", $"n{b}", 1);
        Holds(policy, Snapshot(nodes, [.. links], [.. Enumerable.Range(0, 6).Select(k => Pair($"j{k}"))]));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_HugeAndTinyTogether_Holds(string policy)
    {
        var huge = Node("huge", 1e15, long.MaxValue);
        var wide = new SnapshotLink(
            new LinkId("wide"), huge.Id, new NodeId("tiny"), new BitsPerSecond(long.MaxValue / 4),
            new Milliseconds(1e9));
        Holds(policy, Snapshot(
            [huge, Node("tiny", 1e-9, 1)], [wide],
            Job("big", Stream(), [Task("t0", 1e15, "huge"), Task("t1", 1e-12)], Flow("t0", "t1", 1e9)),
            Job("small", Stream(), [Task("t0", 1e-12, "tiny"), Task("t1", 1e15)], Flow("t0", "t1", 1e-6))));
    }

    [Fact]
    public void Plan_ChainOfAThousandTasks_HoldsWithinItsWork() => HoldsWithinItsWork(
        [.. Enumerable.Range(0, Many).Select(k => Task($"t{k:0000}", 0.01, k == 0 ? "n00" : null))],
        [.. Enumerable.Range(1, Many - 1).Select(k => Flow($"t{k - 1:0000}", $"t{k:0000}", 0.01))]);

    [Fact]
    public void Plan_FanOutToAThousandTasks_HoldsWithinItsWork() => HoldsWithinItsWork(
        [.. Enumerable.Range(0, Many + 1).Select(k => Task($"t{k:0000}", 0.01, k == 0 ? "n00" : null))],
        [.. Enumerable.Range(1, Many).Select(k => Flow("t0000", $"t{k:0000}", 0.01))]);

    private static void HoldsWithinItsWork(SnapshotTask[] tasks, SnapshotFlow[] flows)
    {
        var worlds = new Worlds(3);
        SnapshotNode[] nodes = [.. Enumerable.Range(0, 20).Select(k => Node($"n{k:00}", 10))];
        foreach (var demand in new[] { Stream(), Batch() })
        {
            var snapshot = Snapshot(nodes, worlds.Links(nodes), Job("j", demand, tasks, flows));
            Assert.All(["tier0", "tier1"], p => Assert.InRange(Holds(p, snapshot).Report.Work, 0, MostWork));
        }
    }

    private static SnapshotJob Pair(string id) =>
        Job(id, Stream(), [Task("t0", 1), Task("t1", 1)], Flow("t0", "t1", 1));

    private static void Waits(string policy, NetworkSnapshot snapshot)
    {
        var waiting = Holds(policy, snapshot).Waiting;
        Assert.Equal(snapshot.Jobs.Select(j => j.Id), waiting.Select(w => w.Job));
        Assert.All(waiting, w => Assert.NotEmpty(w.Reason));
    }

    private static Proposal Holds(string policy, NetworkSnapshot snapshot)
    {
        // The work of tier 1 is the caller's to choose: little suffices to meet every kind of input.
        IPolicy planner = policy == "tier1" ? new TierOnePolicy(LittleWork, 1) : PolicyCatalog.Find(policy)!.Make();
        var proposal = planner.Plan(snapshot, 1);
        var violations = PlanVerifier.Check(snapshot, proposal);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
        Assert.Equal(snapshot.Jobs.Count, proposal.Jobs.Count + proposal.Waiting.Count);
        return proposal;
    }
}
