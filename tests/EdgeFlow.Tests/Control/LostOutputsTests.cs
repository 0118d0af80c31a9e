using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;
using Xunit;

namespace EdgeFlow.Tests.Control;

public sealed class LostOutputsTests
{
    private static readonly ApplicationSpec Chain = World.Application("""
            - { id: one, stage: { builtin: pass } }
            - { id: two, stage: { builtin: pass }, needs: [one] }
            - { id: three, stage: { builtin: pass }, needs: [two] }
        """);

    private static readonly NodeState[] Nodes =
        [World.Node("alive"), World.Node("gone", status: NodeStatus.Lost)];

    [Fact]
    public void Find_OutputOfAnUnfinishedConsumerIsGone_NamesTheProducer() =>
        Assert.Equal(["two"], Find(World.Done("one", "alive"), World.Done("two", "gone")));

    [Fact]
    public void Find_ProducerMustRunAgainAndItsInputIsGoneToo_NamesBoth() =>
        Assert.Equal(["one", "two"], Find(World.Done("one", "gone"), World.Done("two", "gone")));

    [Fact]
    public void Find_NobodyNeedsItAnyMore_NamesNone() =>
        Assert.Empty(Find(World.Done("one", "gone"), World.Done("two", "alive")));

    [Fact]
    public void Find_SinkIsDone_NamesNone() =>
        Assert.Empty(Find(World.Done("one", "gone"), World.Done("two", "gone"), World.Done("three", "gone")));

    [Fact]
    public void Find_StreamJob_NamesNone() =>
        Assert.Empty(LostOutputs.Find(World.Job(Chain, JobMode.Stream), Nodes));

    private static IEnumerable<string> Find(params TaskCompleted[] done)
    {
        var job = World.Job(Chain, JobMode.Batch).With(
            [new JobPlanned(new JobId("j"), 1, World.Now), new JobStarted(new JobId("j"), 1, World.Now), .. done]);
        return LostOutputs.Find(job, Nodes).Select(task => task.Value);
    }
}
