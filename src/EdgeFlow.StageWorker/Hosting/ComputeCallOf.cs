using EdgeFlow.StageWorker.Stages;
using static System.FormattableString;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>A call with a result.</summary>
/// <param name="code">Computes.</param>
/// <param name="limit">How long it may take once it runs.</param>
/// <param name="time">The clock.</param>
/// <param name="abandoned">Told when a call that runs is given up.</param>
/// <param name="cancel">Ends the code early.</param>
internal sealed class ComputeCall<T>(
    Func<CancellationToken, Task<T>> code, TimeSpan limit, TimeProvider time, Action abandoned,
    CancellationToken cancel) : ComputeCall(abandoned)
{
    // Its continuations hand frames on: that is not for the thread that computes.
    private readonly TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Disposed of only when the call is done: one that is given up may hold its token for long.
    private readonly CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancel);

    /// <summary>What was computed, or why not.</summary>
    public Task<T> Result => result.Task;

    /// <inheritdoc/>
    protected override void Compute()
    {
        using var timer = limit == Timeout.InfiniteTimeSpan ? null : time.CreateTimer(
            _ => GiveUp(TooLong()), null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            var value = code(end.Token).GetAwaiter().GetResult();
            if (Finish())
            {
                end.Dispose();
                result.SetResult(value);
            }
        }
#pragma warning disable CA1031 // The cause is handed to the caller whose call it is.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            if (Finish())
            {
                end.Dispose();
                result.SetException(cause);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Fail(Exception reason)
    {
        result.SetException(reason);
        end.Cancel();
    }

    private StageException TooLong() => new("Timeout", Invariant($"no answer within {limit.TotalMilliseconds} ms"));
}
