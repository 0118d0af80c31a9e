using System.Threading.Channels;

namespace EdgeFlow.EventStore.GroupCommit;

/// <summary>
/// Lets requests that wait at the same moment share one commit. Nothing is delayed on purpose: a writer that is
/// free takes whatever waits, so a lone request goes at once and a crowd forms a group while the disk is busy.
/// Thread safe.
/// </summary>
/// <typeparam name="TRequest">What a caller wants committed.</typeparam>
/// <typeparam name="TResult">What the caller gets back once its group is durable.</typeparam>
public sealed class CommitGroup<TRequest, TResult> : IAsyncDisposable
{
    private readonly CommitGroupOptions options;
    private readonly Func<IReadOnlyList<TRequest>, CancellationToken, ValueTask<IReadOnlyList<TResult>>> commit;
    private readonly Channel<Waiting> queue;
    private readonly CancellationTokenSource drainExpired = new();
    private readonly Task[] writers;
    private int closed;

    /// <summary>Starts the writers.</summary>
    /// <param name="commit">Commits one group and answers one result a request, in the order of the requests.
    /// It may run on <see cref="CommitGroupOptions.Writers"/> threads at once. What it throws fails each request
    /// of its group. Its token is cancelled only when closing takes longer than its limit.</param>
    /// <param name="options">The limits; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
    public CommitGroup(
        Func<IReadOnlyList<TRequest>, CancellationToken, ValueTask<IReadOnlyList<TResult>>> commit,
        CommitGroupOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(commit);
        this.commit = commit;
        this.options = options ?? new CommitGroupOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.Writers, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.QueueCapacity, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.MaxGroupSize, 1, nameof(options));
        queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(this.options.QueueCapacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = this.options.Writers == 1,
        });
        writers = [.. Enumerable.Range(0, this.options.Writers).Select(_ => Task.Run(Write))];
    }

    /// <summary>Queues a request and waits until its group is committed.</summary>
    /// <param name="request">What to commit.</param>
    /// <param name="cancellationToken">Before the request is taken into a group, cancelling withdraws it. After
    /// that the caller stops waiting, but the request may still be committed.</param>
    /// <returns>The result that the commit gave for this request.</returns>
    /// <exception cref="ObjectDisposedException">The group is closed; the request was not accepted.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TResult> Submit(TRequest request, CancellationToken cancellationToken = default)
    {
        var waiting = new Waiting(request, cancellationToken);
        if (!queue.Writer.TryWrite(waiting))
        {
            try
            {
                await queue.Writer.WriteAsync(waiting, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException cause)
            {
                throw new ObjectDisposedException("The commit group is closed.", cause);
            }
        }

        return await waiting.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses new requests, commits those accepted, and waits for that, at most the drain limit.</summary>
    /// <returns>A task that ends when the writers have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) == 1)
        {
            await Task.WhenAll(writers).ConfigureAwait(false);
            return;
        }

        queue.Writer.Complete();
        drainExpired.CancelAfter(options.DrainLimit);
        await Task.WhenAll(writers).ConfigureAwait(false);
        drainExpired.Dispose();
    }

    private async Task Write()
    {
        var group = new List<Waiting>();
        while (await queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            // Those who were just answered often have the next request ready: stepping back behind them once lets
            // them join, which makes groups about twice as large for a few microseconds.
            await Task.Yield();
            group.Clear();
            while (group.Count < options.MaxGroupSize && queue.Reader.TryRead(out var waiting))
            {
                if (!waiting.Withdrawn())
                {
                    group.Add(waiting);
                }
            }

            if (group.Count > 0)
            {
                await Commit(group).ConfigureAwait(false);
            }
        }
    }

    private async Task Commit(List<Waiting> group)
    {
        try
        {
            var requests = group.ConvertAll(waiting => waiting.Request);
            var results = await commit(requests, drainExpired.Token).ConfigureAwait(false);
            if (results.Count != group.Count)
            {
                throw new InvalidOperationException(
                    $"The commit answered {results.Count} results for {group.Count} requests.");
            }

            for (var i = 0; i < group.Count; i++)
            {
                group[i].Done.TrySetResult(results[i]);
            }
        }
#pragma warning disable CA1031 // The cause is not swallowed: it is handed to every caller that waits.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            foreach (var waiting in group)
            {
                waiting.Done.TrySetException(cause);
            }
        }
    }

    private sealed record Waiting(TRequest Request, CancellationToken Cancelled)
    {
        // Continuations run elsewhere, so that a caller's code never holds up a writer.
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Withdrawn() => Cancelled.IsCancellationRequested && Done.TrySetCanceled(Cancelled);
    }
}
