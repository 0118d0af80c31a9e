using System.Collections.Concurrent;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// The threads that a stage computes on, one call at a time each. A thread that stays with the computation keeps its
/// processor's caches, and what hands frames on does not stand behind it. A call that is given up keeps its thread
/// until it returns; another thread takes that one's place. Safe for concurrent use.
/// </summary>
/// <param name="count">How many calls run at once, those given up apart.</param>
/// <param name="time">The clock.</param>
internal sealed class ComputeThreads(int count, TimeProvider time) : IDisposable
{
    private readonly BlockingCollection<ComputeCall> waiting = [];
    private int started;

    /// <summary>Computes on one of the threads, as soon as one is free.</summary>
    /// <param name="code">Computes; a task that it gives is waited for on the thread.</param>
    /// <param name="limit">How long it may take once it runs.</param>
    /// <param name="cancel">Gives the call up, whether it runs or waits.</param>
    /// <exception cref="StageException"><c>Timeout</c>: it took longer than the limit, and was given up.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<T> Run<T>(Func<CancellationToken, Task<T>> code, TimeSpan limit, CancellationToken cancel)
    {
        var call = new ComputeCall<T>(code, limit, time, StartThread, cancel);
        waiting.Add(call, cancel);
        if (Volatile.Read(ref started) < count && Interlocked.Increment(ref started) <= count)
        {
            StartThread();
        }

        using var cancelled = cancel.Register(() => call.GiveUp(new OperationCanceledException(cancel)));
        return await call.Result.ConfigureAwait(false);
    }

    /// <summary>Ends the threads, one that computes when its call returns. Nothing is run after it.</summary>
    public void Dispose() => waiting.CompleteAdding();

    private void StartThread() => new Thread(Work) { IsBackground = true, Name = "stage" }.Start();

    private void Work()
    {
        foreach (var call in waiting.GetConsumingEnumerable())
        {
            if (!call.Execute())
            {
                return;
            }
        }
    }
}
