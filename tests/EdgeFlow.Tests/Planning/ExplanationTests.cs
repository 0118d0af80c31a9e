using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Explanations;
using EdgeFlow.Planning.Snapshots;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>What <c>plan explain</c> and <c>plan why-not</c> say, kept as texts.</summary>
public sealed class ExplanationTests
{
    private static readonly NetworkSnapshot s_planned = Planned();

    [Fact]
    public void Explain_StreamLimitedByALink_ReadsAsStored() => Matches("watch");

    [Fact]
    public void Explain_StreamWithItsWish_ReadsAsStored() => Matches("small");

    [Fact]
    public void Explain_Batch_ReadsAsStored() => Matches("train");

    [Fact]
    public void Explain_JobThatWaits_ReadsAsStored() => Matches("picky");

    [Fact]
    public void Explain_UnknownJob_IsNull() => Assert.Null(Explainer.Explain(s_planned, new JobId("nobody"), 1));

    [Fact]
    public void Explain_LimitedByALink_SaysWhatDoublingItBrings()
    {
        var explanation = Explainer.Explain(s_planned, new JobId("watch"), 1)!;
        var wider = Assert.Single(explanation.Raises, r => r.What.StartsWith("link", StringComparison.Ordinal));

        var link = explanation.Bottleneck["link ".Length..];
        Assert.Equal($"link {link} twice as wide", wider.What);
        Assert.True(wider.Rate > explanation.Rate * 1.3, $"{wider.Rate} beside {explanation.Rate}");
    }

    [Theory]
    [InlineData("watch", "detect", "edge-1")]
    [InlineData("watch", "capture", "fog")]
    [InlineData("watch", "gather", "small")]
    [InlineData("watch", "detect", "gone")]
    [InlineData("watch", "detect", "fog")]
    [InlineData("watch", "detect", "cam")]
    [InlineData("small", "s1", "edge-1")]
    [InlineData("picky", "only", "fog")]
    [InlineData("train", "left", "edge-1")]
    public void WhyNot_EachKindOfReason_ReadsAsStored(string job, string task, string node)
    {
        var answer = WhyNot.Ask(s_planned, new JobId(job), new TaskId(task), new NodeId(node), 1)!;

        Golden.Snapshot.Match($"{answer.Verdict}\n{string.Join('\n', answer.Words)}", $"{job}-{task}-{node}");
    }

    [Fact]
    public void WhyNot_UnknownJobOrTask_IsNull()
    {
        Assert.Null(WhyNot.Ask(s_planned, new JobId("nobody"), new TaskId("t"), new NodeId("cam"), 1));
        Assert.Null(WhyNot.Ask(s_planned, new JobId("watch"), new TaskId("t"), new NodeId("cam"), 1));
    }

    [Fact]
    public void Report_FlowsOfAPlacedJob_NameRouteAndFullestLink()
    {
        var proposal = Sound.Plan(Snapshot(
            [Node("a", 10), Node("b", 10)], [Link("a", "b", 10)],
            Job("j", Stream(), [Task("t0", 0.1, pin: "a"), Task("t1", 0.1, pin: "b")], Flow("t0", "t1", 1))));

        var flow = Assert.Single(proposal.Report.Jobs[0].Flows!);
        Assert.Equal("a-b", flow.Bottleneck!.Value.Value);
        Assert.Equal(1, flow.Fill, 6);
        Assert.Equal(2.4, flow.Price, 3);
        Assert.Equal(proposal.Jobs[0].Allocations[0].Bandwidth, flow.Bandwidth);
    }

    [Fact]
    public void Explain_AnyWorld_SaysSomethingOfEveryJob() => ForAll(15, worlds =>
    {
        var snapshot = worlds.Any(12, 6);
        snapshot = snapshot.Adopt(Planner.Plan(snapshot, 1));
        foreach (var job in snapshot.Jobs)
        {
            var explanation = Explainer.Explain(snapshot, job.Id, 1)!;
            Assert.NotEmpty(explanation.Words);
            Assert.Equal(explanation.Waiting is null, snapshot.Current.Any(p => p.Job == job.Id));
            Assert.All(explanation.Flows, f => Assert.InRange(f.Fill, 0, 1 + 1e-9));
            Assert.All(explanation.Tasks, t => Assert.True(t.Candidates.Count <= TaskExplanation.MaxCandidates));
            Assert.All(explanation.Raises, r => Assert.True(r.Rate > explanation.Rate));
        }
    });

    [Fact]
    public void WhyNot_AnyWorld_AnswersForAnyTaskAndNode() => ForAll(25, worlds =>
    {
        var snapshot = worlds.Any(8, 4);
        snapshot = snapshot.Adopt(Planner.Plan(snapshot, 1));
        var job = snapshot.Jobs[worlds.Whole(0, snapshot.Jobs.Count - 1)];
        var task = job.Tasks[worlds.Whole(0, job.Tasks.Count - 1)];
        foreach (var node in snapshot.Nodes)
        {
            var answer = WhyNot.Ask(snapshot, job.Id, task.Id, node.Id, 1)!;
            Assert.NotEmpty(answer.Words);
            Assert.Equal(
                answer.Verdict is WhyNotVerdict.Worse or WhyNotVerdict.NoWorse, answer.Then is not null);
        }
    });

    private static void Matches(string job)
    {
        var explanation = Explainer.Explain(s_planned, new JobId(job), 1)!;
        Golden.Snapshot.Match(string.Join('\n', explanation.Words), job, method: "Explain");
    }

    private static void ForAll(int worlds, Action<Worlds> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(worlds).WithReplay(20261121, 13),
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), (Action<uint>)(seed => holds(new Worlds(seed)))));

    private static NetworkSnapshot Planned()
    {
        SnapshotNode[] nodes =
        [
            Node("cam", 2, 10), Priced(Node("edge-1", 10, 20)), Node("edge-2", 10, 20, ("gpu", "yes")),
            Node("fog", 40, 10), Node("small", 40, 0),
        ];
        SnapshotLink[] links =
        [
            Link("cam", "edge-1", 10, 1), Link("cam", "edge-2", 6, 1), Link("edge-1", "fog", 20, 5),
            Link("edge-2", "fog", 20, 5), Link("fog", "small", 20),
        ];
        var watch = Job(
            "watch", Stream(required: 0.5, latencyMs: 5000) with { Budget = new JobBudget(100, 500), Accuracy = 0.5 },
            [
                Task("capture", 0.1, pin: "cam"),
                Task("detect", 1, memory: 6) with
                {
                    Accuracy = 0.9,
                    Variants = [new("pruned", 0.8, 0.5, 0.5, 1, new Dictionary<string, Milliseconds>())],
                },
                Task("read", 1, memory: 6), Task("gather", 0.1, memory: 1),
            ],
            Flow("capture", "detect", 2), Flow("detect", "read", 0.5), Flow("read", "gather", 0.01));
        var small = Job(
            "small", Stream(wished: 0.5), [Task("s0", 0.1, pin: "cam"), Task("s1", 0.5)], Flow("s0", "s1", 1));
        var train = Job(
            "train", Batch(),
            [Task("split", 2), Task("left", 20, memory: 4), Task("join", 2)],
            Flow("split", "left", 10), Flow("left", "join", 1));
        var picky = Job(
            "picky", Stream(), [Task("only", 1, constraints: PlacementConstraints.None with { Zones = ["moon"] })]);
        var snapshot = Snapshot(nodes, links, picky, small, train, watch);
        return snapshot.Adopt(Sound.Plan(snapshot));
    }

    private static SnapshotNode Priced(SnapshotNode node) => node with
    {
        Capacity = node.Capacity with { PricePerHour = 2, Energy = new EnergyModel(3, 7) },
    };
}
