using System.Runtime.CompilerServices;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;

namespace EdgeFlow.EventStore.Subscriptions;

/// <summary>Follows all events from a place on, for ever, skipping none.</summary>
internal sealed class EventFeed(EventReader reader, CommitSignal signal, TimeSpan pollInterval, TimeProvider time)
{
    // A transaction that holds others back usually lasts a commit or two.
    private static readonly TimeSpan HeldBackPoll = TimeSpan.FromMilliseconds(3);

    /// <summary>Gives each batch when the one before it is done with: who is slow is not flooded.</summary>
    public async IAsyncEnumerable<IReadOnlyList<RecordedEvent>> Follow(
        long afterSequence, int batchSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var position = afterSequence; ;)
        {
            var committed = signal.Next;
            var page = await Read(position, batchSize, cancellationToken).ConfigureAwait(false);
            if (page.Events.Count > 0)
            {
                yield return page.Events;
                position = page.Events[^1].Sequence;
            }
            else
            {
                // What holds others back may end without a commit, so then only the clock counts.
                var wait = page.HeldBack
                    ? Task.Delay(HeldBackPoll, time, cancellationToken)
                    : committed.WaitAsync(pollInterval, time, cancellationToken);
                await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    // A follower has nobody to report to: while the server is away it waits, as its caller would.
    private async Task<EventPage> Read(long position, int batchSize, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await reader.ReadAll(position, batchSize, cancellationToken).ConfigureAwait(false);
            }
            catch (EventStoreUnavailableException)
            {
                await Task.Delay(pollInterval, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
