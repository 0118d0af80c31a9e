using EdgeFlow.Control.Nodes;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using Xunit;
using static EdgeFlow.Tests.Domain.CommandScript;

namespace EdgeFlow.Tests.Domain;

/// <summary>Who may speak for a node, and what happens to it.</summary>
public class NodeDeciderTests
{
    private static readonly NodeId Node = new("edge-1");

    [Fact]
    public void RegisterNode_HeldByALiveProcess_IsTaken()
    {
        var state = Run(null, Register("p-1"));

        AssertRejected(RejectionCodes.NameTaken, "'p-1'", state, Register("p-2", leaseHeld: true));
        AssertRejected(
            RejectionCodes.NameTaken, "'p-1'", Run(state, new DrainNode(Node, "x", Start)),
            Register("p-2", leaseHeld: true));
    }

    [Fact]
    public void RegisterNode_LeaseEnded_TakesTheName()
    {
        var state = Run(null, Register("p-1"), new DrainNode(Node, "x", Start), Register("p-2"));

        Assert.Equal(("p-2", NodeStatus.Ready, null), (state.Incarnation, state.Status, state.DrainReason));
        AssertRejected(RejectionCodes.StaleIncarnation, "'p-1' does not", state, new HearNode(Node, "p-1", Start));
        AssertRejected(RejectionCodes.StaleIncarnation, "'p-1'", state, new LoseNode(Node, "p-1", Start, "", Start));
        AssertRejected(RejectionCodes.StaleIncarnation, "'p-1'", state, new LeaveNode(Node, "p-1", Start));
    }

    [Fact]
    public void RegisterNode_SameProcess_ChangesNothingOrItsProperties()
    {
        var state = Run(null, Register("p-1"), new DrainNode(Node, "x", Start));
        var faster = Register("p-1", leaseHeld: true, speed: 20);

        Assert.Empty(EventsOf(NodeDecider.Decide(state, Register("p-1", leaseHeld: true))));
        Assert.Equal(20, Run(state, faster).Capacity.Speed.Value);
        Assert.Equal(NodeStatus.Draining, Run(state, faster).Status);
    }

    [Fact]
    public void HearNode_Lost_Returns()
    {
        var state = Run(null, Register("p-1"), Lose());

        Assert.Equal((NodeStatus.Lost, "silent"), (state.Status, state.Reason));
        Assert.IsType<NodeReturned>(Assert.Single(EventsOf(NodeDecider.Decide(state, Hear()))));
        Assert.Equal(NodeStatus.Ready, Run(state, Hear()).Status);
        Assert.IsType<NodeReturned>(Assert.Single(EventsOf(NodeDecider.Decide(state, Register("p-1")))));
    }

    [Fact]
    public void HearNode_LostWhileDraining_DrainsOn()
    {
        var state = Run(null, Register("p-1"), new DrainNode(Node, "maintenance", Start), Lose(), Hear());

        Assert.Equal((NodeStatus.Draining, "maintenance"), (state.Status, state.DrainReason));
    }

    [Fact]
    public void HearNode_Ready_ChangesNothing() =>
        Assert.Empty(EventsOf(NodeDecider.Decide(Run(null, Register("p-1")), Hear())));

    [Fact]
    public void LeaveNode_Left_OnlyANewProcessComesBack()
    {
        var state = Run(null, Register("p-1"), new LeaveNode(Node, "p-1", Start));

        AssertRejected(RejectionCodes.NotAllowed, "Left", state, Hear());
        AssertRejected(RejectionCodes.StaleIncarnation, "has left", state, Register("p-1"));
        Assert.Equal(NodeStatus.Ready, Run(state, Register("p-2", leaseHeld: true)).Status);
    }

    [Fact]
    public void RecordProfile_Measured_IsKeptByStageAndKind()
    {
        var profile = new RecordProfile(Node, "hash", "x64", 10, 12, 500, Start);
        var state = Run(null, Register("p-1"), profile, profile with { NodeKind = "arm64" }, Register("p-2"));

        Assert.Equal(["hash@arm64", "hash@x64"], state.Profiles.Keys);
        Assert.Equal(new StageProfile("hash", "x64", 10, 12, 500), state.Profiles["hash@x64"]);
        Assert.Empty(EventsOf(NodeDecider.Decide(state, profile)));
        AssertRejected(RejectionCodes.BadValue, "finite", state, profile with { MedianMs = double.NaN });
    }

    [Fact]
    public void RecordProfile_ModelOfTheSameNameHasOtherBytes_TakesItsPlace()
    {
        var profile = new RecordProfile(Node, "hash", "x64", 10, 12, 500, Start) { ModelHash = "one" };
        var state = Run(null, Register("p-1"), profile);

        Assert.Empty(EventsOf(NodeDecider.Decide(state, profile)));
        Assert.True(ProfileChange.Matters(state, Measured("other")));
        Assert.False(ProfileChange.Matters(state, Measured("one")));
        Assert.Equal("other", Run(state, profile with { ModelHash = "other" }).Profiles["hash@x64"].ModelHash);

        static EdgeFlow.Protocol.Nodes.StageProfile Measured(string model) =>
            new("hash", "x64", ProfileChange.MinSamples, 10, 12, 500) { ModelHash = model };
    }

    [Fact]
    public void RegisterNode_WrongValues_IsRejected() => Assert.All<RegisterNode>(
        [
            Register("p-1") with { Node = new NodeId("a%2Fb") },
            Register("p-1") with { Node = new NodeId("\u202Eabc") },
            Register(""),
            Register("p\0"),
            Register("p-1", speed: double.NaN),
            Register("p-1", speed: 0),
            Register("p-1") with { Address = "127.0.0.1:7001" },
            Register("p-1") with { Address = "http://user@host/" },
            Register("p-1") with { Address = "file:///etc/passwd" },
        ],
        command => AssertRejected(RejectionCodes.BadValue, "", null, command));

    [Fact]
    public void Decide_AnyCommands_StaysInTheTableAndRepeatsChangeNothing() => Check(seeds =>
    {
        NodeState? state = null;
        foreach (var seed in seeds)
        {
            var command = Command(seed);
            state = EventsOf(NodeDecider.Decide(state, command)).Aggregate(state, NodeDecider.Evolve);

            Assert.Empty(EventsOf(NodeDecider.Decide(state, command)));
        }
    });

    private static NodeCommand Command(int seed)
    {
        var kind = Take(ref seed, 7);
        var incarnation = $"p-{Take(ref seed, 3)}";
        return kind switch
        {
            0 or 1 => Register(incarnation, leaseHeld: Take(ref seed, 2) == 0, speed: 10 + Take(ref seed, 2)),
            2 => new HearNode(Node, incarnation, Start),
            3 => new LoseNode(Node, incarnation, Start, "silent", Start),
            4 => new DrainNode(Node, "maintenance", Start),
            5 => new LeaveNode(Node, incarnation, Start),
            _ => new RecordProfile(Node, incarnation, "x64", Take(ref seed, 3), 1, 1, Start),
        };
    }

    private static RegisterNode Register(string incarnation, bool leaseHeld = false, double speed = 10) => new(
        Node, incarnation,
        new NodeCapacity(
            new WorkRate(speed), new Bytes(1_000), "x64", "", new Dictionary<string, string> { ["camera"] = "true" },
            new Dictionary<string, string>()),
        "http://127.0.0.1:7001", leaseHeld, Start);

    private static LoseNode Lose() => new(Node, "p-1", Start, "silent", Start);

    private static HearNode Hear() => new(Node, "p-1", Start);

    private static NodeState Run(NodeState? state, params NodeCommand[] commands) =>
        commands.Aggregate(state, (now, command) =>
            Assert.IsType<Accepted>(NodeDecider.Decide(now, command)).Events.Aggregate(now, NodeDecider.Evolve))!;

    private static void AssertRejected(string code, string reason, NodeState? state, NodeCommand command)
    {
        var rejected = Assert.IsType<Rejected>(NodeDecider.Decide(state, command));
        Assert.Equal(code, rejected.Code);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }
}
