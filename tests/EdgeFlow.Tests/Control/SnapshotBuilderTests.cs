using EdgeFlow.Control.Directives;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Planning.Snapshots;
using Xunit;

namespace EdgeFlow.Tests.Control;

public sealed class SnapshotBuilderTests
{
    private static readonly PlanningOptions Options = new();

    private static readonly ApplicationSpec Chain = World.Application("""
            - { id: source, stage: { builtin: pass } }
            - { id: sink, stage: { builtin: burn }, needs: [source] }
        """);

    [Fact]
    public void Build_NodesLostOrDraining_AreLeftOutWithTheirLinks()
    {
        var state = World.State(
            [World.Node("a"), World.Node("b", status: NodeStatus.Lost), World.Node("c", status: NodeStatus.Draining)],
            [World.Link("a", "b", 100)]);

        var snapshot = SnapshotBuilder.Build(state, Options);

        Assert.Equal(["a"], snapshot.Nodes.Select(node => node.Id.Value));
        Assert.Empty(snapshot.Links);
    }

    [Fact]
    public void Build_NoLinksDeclared_ConnectsEveryPair()
    {
        var state = World.State([World.Node("a"), World.Node("b"), World.Node("c")], []);

        var links = SnapshotBuilder.Build(state, Options).Links;

        Assert.Equal(["a~b", "a~c", "b~c"], links.Select(link => link.Id.Value));
        Assert.Empty(SnapshotBuilder.Build(state, Options with { FullMesh = false }).Links);
    }

    [Fact]
    public void Build_SomeLinksDeclared_TheyAreTheWholeTruthBetweenTheirNodes()
    {
        var state = World.State(
            [World.Node("a"), World.Node("b"), World.Node("c"), World.Node("d")],
            [World.Link("a", "b", 100), World.Link("b", "c", 100)]);

        var links = SnapshotBuilder.Build(state, Options).Links;

        Assert.Equal(["a-b", "a~d", "b-c", "b~d", "c~d"], links.Select(link => link.Id.Value));
    }

    [Fact]
    public void Build_LinkDown_IsLeftOutAndNotReplaced()
    {
        var state = World.State([World.Node("a"), World.Node("b")], [World.Link("a", "b", 0, LinkStatus.Degraded)]);

        Assert.Empty(SnapshotBuilder.Build(state, Options).Links);
    }

    [Fact]
    public void Build_NothingKnownOfAStage_UsesDefaults()
    {
        var job = Only(World.State([World.Node("a")], [], World.Job(Chain, JobMode.Stream)));

        Assert.Equal(Options.DefaultWorkGmac, job.Tasks[1].Work.Value);
        Assert.Equal(Options.DefaultFrameBytes, job.Flows[0].Data.Value);
        Assert.Empty(job.Tasks[1].Measured);
    }

    [Fact]
    public void Build_StageProfiled_UsesTimeSizeAndSpeed()
    {
        var hash = StageHash.Of(Chain.Tasks[1].Stage);
        var source = StageHash.Of(Chain.Tasks[0].Stage);
        var node = World.Node("a", speed: 10).Profiled(hash, 20, 1).Profiled(source, 1, 5000);

        var job = Only(World.State([node], [], World.Job(Chain, JobMode.Stream)));

        Assert.Equal(20, job.Tasks[1].Measured["kind"].Value);
        Assert.Equal(0.2, job.Tasks[1].Work.Value, 9);
        Assert.Equal(5000, job.Flows[0].Data.Value);
    }

    [Fact]
    public void Build_BatchJob_CountsAllFrames()
    {
        var hash = StageHash.Of(Chain.Tasks[1].Stage);
        var node = World.Node("a").Profiled(hash, 20, 1);

        var job = Only(World.State([node], [], World.Job(Chain, JobMode.Batch, frames: 7)));

        Assert.Equal(140, job.Tasks[1].Measured["kind"].Value);
        Assert.Equal(7 * Options.DefaultFrameBytes, job.Flows[0].Data.Value);
    }

    [Fact]
    public void Build_CancellingJob_GivesItsPlaceUp()
    {
        var job = World.Job(Chain, JobMode.Stream).With(
            new JobPlanned(new JobId("j"), 1, World.Now), new JobCancelRequested(new JobId("j"), "me", World.Now));

        Assert.Empty(SnapshotBuilder.Build(World.State([World.Node("a")], [], job), Options).Jobs);
    }

    [Fact]
    public void Build_SameState_GivesTheSameBytes()
    {
        var state = World.State(
            [World.Node("b"), World.Node("a")], [World.Link("a", "b", 9)], World.Job(Chain, JobMode.Stream));

        Assert.Equal(
            SnapshotCanonical.Hash(SnapshotBuilder.Build(state, Options)),
            SnapshotCanonical.Hash(SnapshotBuilder.Build(
                state with { Nodes = [.. state.Nodes.Reverse()] }, Options)));
    }

    private static SnapshotJob Only(NetworkState state) => Assert.Single(SnapshotBuilder.Build(state, Options).Jobs);
}
