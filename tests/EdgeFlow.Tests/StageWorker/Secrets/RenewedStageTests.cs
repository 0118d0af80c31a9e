using System.Text;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Secrets;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.Tests.Control;
using Xunit;

namespace EdgeFlow.Tests.StageWorker.Secrets;

/// <summary>A secret that changes while its stage lives.</summary>
public sealed class RenewedStageTests
{
    private readonly ManualTime time = new();
    private readonly List<SayingStage> made = [];
    private string? secret = "the-first";

    [Fact]
    public async Task Run_SecretChanged_IsUsedFromTheFirstFrameAfterItsTime()
    {
        using var stage = await Stage();
        secret = "the-second";
        time.Pass(RenewedStage.RenewAfter.TotalMilliseconds - 1);
        Assert.Equal("the-first", await Said(stage));

        time.Pass(1);

        Assert.Equal("the-second", await Said(stage));
        Assert.Equal([true, false], made.Select(each => each.IsDisposed));
    }

    [Fact]
    public async Task Run_SecretIsAsItWas_KeepsTheStage()
    {
        using var stage = await Stage();
        time.Pass(RenewedStage.RenewAfter.TotalMilliseconds);

        Assert.Equal("the-first", await Said(stage));
        Assert.Equal("the-first", await Said(stage));

        Assert.Equal([false, true], made.Select(each => each.IsDisposed));
    }

    [Fact]
    public async Task Run_SecretCannotBeReadNow_GoesOnAndAsksAgainLater()
    {
        using var stage = await Stage();
        secret = null;
        time.Pass(RenewedStage.RenewAfter.TotalMilliseconds);
        Assert.Equal("the-first", await Said(stage));

        secret = "the-second";
        Assert.Equal("the-first", await Said(stage));
        time.Pass(RenewedStage.RenewAfter.TotalMilliseconds);

        Assert.Equal("the-second", await Said(stage));
    }

    [Fact]
    public async Task Run_FrameUnderWayAtTheChange_EndsOnTheStageItBeganOn()
    {
        using var stage = await Stage();
        made[0].Gate = new TaskCompletionSource();
        var slow = Said(stage);
        secret = "the-second";
        time.Pass(RenewedStage.RenewAfter.TotalMilliseconds);

        Assert.Equal("the-second", await Said(stage));
        Assert.False(made[0].IsDisposed);
        made[0].Gate!.SetResult();

        Assert.Equal("the-first", await slow);
        Assert.True(made[0].IsDisposed);
    }

    [Fact]
    public async Task Dispose_StageThatIsStillUsed_GoesWithItsLastFrame()
    {
        var stage = await Stage();
        made[0].Gate = new TaskCompletionSource();
        var slow = Said(stage);

        stage.Dispose();
        Assert.False(made[0].IsDisposed);
        made[0].Gate!.SetResult();

        Assert.Equal("the-first", await slow);
        Assert.True(made[0].IsDisposed);
    }

    private async Task<RenewedStage> Stage()
    {
        var (stage, values) = await Make(default);
        return new RenewedStage(stage, values, Make, time);
    }

    private Task<(IStage Stage, SecretValues Values)> Make(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (secret is not { } text)
        {
            throw new StageException("Secret", "The secret is not there.");
        }

        made.Add(new SayingStage(text));
        return Task.FromResult<(IStage, SecretValues)>((made[^1], new SecretValues([text])));
    }

    private static async Task<string> Said(IStage stage)
    {
        var frame = await stage.Run(new Dictionary<string, Frame>(), default);
        return Encoding.UTF8.GetString(frame.Parts[0].Data.Span);
    }

    private sealed class SayingStage(string text) : IStage
    {
        public TaskCompletionSource? Gate { get; set; }

        public bool IsDisposed { get; private set; }

        public async ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
        {
            await (Gate?.Task ?? Task.CompletedTask);
            return new Frame(1, 2, [new FramePart("said", "text/plain", Encoding.UTF8.GetBytes(text))]);
        }

        public void Dispose() => IsDisposed = true;
    }
}
