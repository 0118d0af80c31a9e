using EdgeFlow.StageWorker.Hosting;
using EdgeFlow.StageWorker.Stages;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class ComputeThreadsTests : IDisposable
{
    private readonly ComputeThreads threads = new(1, TimeProvider.System);
    private readonly ManualResetEventSlim released = new();

    [Fact]
    public async Task Run_CallThatNeverEnds_IsGivenUpAndTheNextOneRuns()
    {
        var stuck = threads.Run(_ => Block(), TimeSpan.FromMilliseconds(20), default);

        var failure = await Assert.ThrowsAsync<StageException>(() => stuck);
        Assert.Equal("Timeout", failure.ErrorType);
        Assert.Equal(7, await threads.Run(_ => Task.FromResult(7), Timeout.InfiniteTimeSpan, default));
    }

    [Fact]
    public async Task Run_CancelledWhileItWaits_NeverRuns()
    {
        var (began, ran) = (new TaskCompletionSource(), false);
        using var cancel = new CancellationTokenSource();
        var first = threads.Run(_ => Begin(began), Timeout.InfiniteTimeSpan, default);
        await began.Task;
        var second = threads.Run(_ => Task.FromResult(ran = true), Timeout.InfiniteTimeSpan, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => second);
        released.Set();
        await first;
        await threads.Run(_ => Task.FromResult(0), Timeout.InfiniteTimeSpan, default);
        Assert.False(ran);
    }

    [Fact]
    public async Task Run_CancelledWhileItRuns_TellsTheCode()
    {
        using var cancel = new CancellationTokenSource();
        var began = new TaskCompletionSource();
        var call = threads.Run(
            async token =>
            {
                began.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            },
            Timeout.InfiniteTimeSpan, cancel.Token);
        await began.Task;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Run_CodeThatFails_HandsItsFailureOn() =>
        await Assert.ThrowsAsync<InvalidDataException>(
            () => threads.Run<int>(_ => throw new InvalidDataException(), Timeout.InfiniteTimeSpan, default));

    [Fact]
    public async Task Run_ManyCallsOnTwoThreads_RunsTwoAtOnce()
    {
        using var two = new ComputeThreads(2, TimeProvider.System);
        var (now, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => two.Run(
            _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                Thread.Yield();
                return Task.FromResult(Interlocked.Decrement(ref now));
            },
            Timeout.InfiniteTimeSpan, default)));

        Assert.InRange(most, 1, 2);
    }

    public void Dispose()
    {
        released.Set();
        threads.Dispose();
        released.Dispose();
    }

    private Task<int> Begin(TaskCompletionSource began)
    {
        began.SetResult();
        return Block();
    }

    private Task<int> Block()
    {
        released.Wait();
        return Task.FromResult(0);
    }
}
