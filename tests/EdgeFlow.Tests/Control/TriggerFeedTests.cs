using System.Threading.Channels;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;
using Xunit;

namespace EdgeFlow.Tests.Control;

public sealed class TriggerFeedTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly NodeLost Lost = new(new NodeId("n"), "p", World.Now, "silent", World.Now);
    private readonly Channel<IReadOnlyList<IEvent>> bursts = Channel.CreateUnbounded<IReadOnlyList<IEvent>>();

    [Fact]
    public async Task Reasons_BurstOfChanges_IsOneReason()
    {
        await using var reasons = Reasons();
        bursts.Writer.TryWrite(
            [Lost, new JobStarted(new JobId("j"), 1, World.Now), new NodeLeft(new NodeId("m"), World.Now)]);

        Assert.Equal("node n lost (silent); node m left", await Next(reasons));
    }

    [Fact]
    public async Task Reasons_OnlyProfiles_WaitForEachOther()
    {
        await using var reasons = Reasons();
        bursts.Writer.TryWrite([Profile("a")]);
        bursts.Writer.TryWrite([Profile("b")]);

        Assert.Equal("a stage was profiled on a; a stage was profiled on b", await Next(reasons));
    }

    [Fact]
    public async Task Reasons_SomethingElseWhileProfilesWait_IsToldAtOnceWithThem()
    {
        await using var reasons = Reasons(TimeSpan.FromHours(1));
        bursts.Writer.TryWrite([Profile("a")]);
        bursts.Writer.TryWrite([Lost]);

        Assert.Equal("a stage was profiled on a; node n lost (silent)", await Next(reasons));
    }

    [Fact]
    public async Task Reasons_NothingThatPlansDependOn_IsNoReason()
    {
        await using var reasons = Reasons();
        bursts.Writer.TryWrite([new JobStarted(new JobId("j"), 1, World.Now)]);
        bursts.Writer.Complete();

        Assert.False(await reasons.MoveNextAsync().AsTask().WaitAsync(Patience));
    }

    private static StageProfiled Profile(string node) => new(new NodeId(node), "hash", "kind", 1, 1, 1, World.Now);

    private static async Task<string> Next(IAsyncEnumerator<string> reasons)
    {
        Assert.True(await reasons.MoveNextAsync().AsTask().WaitAsync(Patience));
        return reasons.Current;
    }

    private IAsyncEnumerator<string> Reasons(TimeSpan? pause = null) => TriggerFeed.Reasons(
        bursts.Reader.ReadAllAsync(), pause ?? Pause, TimeProvider.System, default).GetAsyncEnumerator();
}
