using EdgeFlow.Domain.Units;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Admission;
using EdgeFlow.Planning.Snapshots;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning.Admission;

/// <summary>Which jobs are accepted, and that what is accepted is sound and stays.</summary>
public sealed class AdmissionPolicyTests
{
    private static readonly AdmissionPolicy s_policy = new(AdmissionLimits.Default with { Work = 5_000 });

    [Fact]
    public void Plan_AnyWorld_IsSound() => Prop.ForAll(
        ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            var worlds = new Worlds(seed);
            var snapshot = worlds.Any();
            var plan = Planned(snapshot);
            var lost = snapshot.Nodes[worlds.Whole(0, snapshot.Nodes.Count - 1)].Id.Value;
            Planned(snapshot.Adopt(plan).Without(lost));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20261121, 7));

    [Fact]
    public void Plan_TierZeroInForce_LeavesWhatHolds()
    {
        var snapshot = new Worlds(5).Any(mostJobs: 3);
        var before = snapshot.Adopt(Planner.Plan(snapshot, 1));
        var after = Planned(before);
        Assert.All(before.Current, plan => Assert.Contains(plan, after.Jobs));
    }

    [Fact]
    public void Plan_RequestsBeyondTheNetwork_AcceptsSomeWhole()
    {
        var instance = EmbeddingWorld.Generate(3, 1, requests: 12, nodes: 60);
        var network = instance.Network();
        var snapshot = network with
        {
            Jobs = [.. instance.Requests.Select(r => r.ToJob())],
            Links = [.. network.Links.Select(l => l with { Capacity = new BitsPerSecond(l.Capacity.Value * 2 / 3) })],
        };
        var proposal = Planned(snapshot);
        Assert.NotEmpty(proposal.Jobs);
        Assert.True(proposal.Report.Bound >= proposal.Report.Objective);
        Assert.All(proposal.Jobs, plan => Assert.Equal(1, plan.Rate.Value));
    }

    [Fact]
    public void Plan_OneLargeOrTwoSmall_TakesTheMoreRevenue()
    {
        // The node does 10 units: 9 alone, or 5 and 4.9 together, which greedy by revenue would not find.
        var jobs = new[] { ("large", 9.0), ("one", 5.0), ("two", 4.9) }
            .Select(j => Job(j.Item1, Stream(required: 1), [Task("t", j.Item2)])).ToArray();
        var proposal = Planned(Snapshot([Node("n", 10)], [], jobs) with
        {
            Options = SnapshotOptions.Default with { Objective = Objective.Admission },
        });
        Assert.Equal(["one", "two"], proposal.Jobs.Select(p => p.Job.Value));
        Assert.Equal(9.9, proposal.Report.Objective, 9);
        Assert.Equal("large", Assert.Single(proposal.Waiting).Job.Value);
    }

    [Fact]
    public void Plan_CapacityShrinks_LowestPriorityGoes()
    {
        SnapshotJob[] jobs =
        [
            Job("a", Stream(required: 1, priority: 1), [Task("t", 5)]), Job("b", Stream(required: 1), [Task("t", 5)]),
        ];
        var before = Snapshot([Node("n", 10)], [], jobs);
        var after = Planned(before.Adopt(Planned(before)) with { Nodes = [Node("n", 9)] });
        Assert.Equal("a", Assert.Single(after.Jobs).Job.Value);
    }

    [Fact]
    public void Plan_LatencyBound_HoldsTheBandwidthItNeeds()
    {
        // 1 Mbit in 100 ms needs 10 Mbit/s although the rate needs only 1.
        var job = Job("j", Stream(required: 1, latencyMs: 100), [Task("a", 0, pin: "n"), Task("b", 0, pin: "m")],
            Flow("a", "b", 1));
        var wide = Planned(Snapshot([Node("n", 1), Node("m", 1)], [Link("n", "m", 10)], job));
        Assert.Equal(10 * Mega, Assert.Single(wide.Jobs).Allocations[0].Bandwidth.Value);
        var narrow = Planned(Snapshot([Node("n", 1), Node("m", 1)], [Link("n", "m", 9)], job));
        Assert.Equal("/spec/latency", Assert.Single(narrow.Waiting).Pointer);
    }

    [Fact]
    public void Offer_Released_LeavesNoTrace()
    {
        var instance = EmbeddingWorld.Generate(4, 1, requests: 20, nodes: 60);
        var board = new AdmissionBoard(instance.Network());
        var before = (board.Left.Bandwidth.ToArray(), board.Left.Compute.ToArray());
        var jobs = instance.Requests.Select(r => r.ToJob()).ToList();
        jobs.ForEach(job => board.Offer(job, 1));
        jobs.ForEach(job => board.Release(job.Id));
        Assert.Equal(before.Item1, board.Left.Bandwidth);
        Assert.Equal(before.Item2, board.Left.Compute);
    }

    [Theory]
    [InlineData("no nodes", "/spec/tasks/0/constraints/nodes")]
    [InlineData("no speed", "/spec/tasks/0/work")]
    [InlineData("no task", "/spec/tasks")]
    [InlineData("absent pin", "/spec/tasks/0/constraints/nodes")]
    [InlineData("link down", "/spec/rate/required")]
    [InlineData("cycle", "/spec/tasks")]
    [InlineData("huge", "/spec/rate/required")]
    public void Plan_Degenerate_GivesAReason(string kind, string pointer)
    {
        SnapshotNode[] nodes = kind == "no nodes" ? [] : [Node("n", kind == "no speed" ? 0 : 10), Node("m", 10)];
        nodes = kind == "no speed" ? nodes[..1] : nodes;
        var tasks = kind == "no task" ? [] : new[]
        {
            Task("a", 1, pin: kind == "absent pin" ? "z" : kind == "link down" ? "n" : null),
            Task("b", kind == "huge" ? 1e300 : 1, pin: kind == "link down" ? "m" : null),
        };
        SnapshotFlow[] flows = kind switch
        {
            "no task" => [],
            "cycle" => [Flow("a", "b", 1), Flow("b", "a", 1)],
            _ => [Flow("a", "b", 1)],
        };
        SnapshotLink[] links = nodes.Length < 2 ? [] : [Link("n", "m", kind == "link down" ? 0 : 10)];
        var proposal = Planned(Snapshot(nodes, links, Job("j", Stream(required: 1), tasks, flows)));
        Assert.Equal(pointer, Assert.Single(proposal.Waiting).Pointer);
    }

    private static Proposal Planned(NetworkSnapshot snapshot) => Sound.Plan(snapshot, 1, s_policy);
}
