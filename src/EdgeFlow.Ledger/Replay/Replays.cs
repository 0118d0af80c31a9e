using System.Runtime.CompilerServices;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Replay;

/// <summary>
/// Lets a stretch of the history happen again, for whoever watches: each event after the time that lay between it and
/// the first, divided by the speed. It drives a world of its own in memory; nothing that is stored changes. Thread
/// safe.
/// </summary>
public sealed class Replays(PostgresEventStore store, Worlds worlds, TimeProvider time) : IDisposable
{
    /// <summary>How often it looks again while a running append holds back what is after it.</summary>
    public const int MaxHeldBack = 2_000;

    private static readonly TimeSpan HeldBackPause = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim places = new(ReplayLimits.MaxConcurrent, ReplayLimits.MaxConcurrent);

    /// <summary>Takes one of the places; false while all are taken.</summary>
    public bool TryEnter() => places.Wait(0);

    /// <summary>Gives a place back that <see cref="TryEnter"/> gave.</summary>
    public void Leave() => places.Release();

    /// <summary>The world before a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorldState> Before(ReplayRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        return worlds.At(range.From - 1, cancellationToken);
    }

    /// <summary>The events of a range, each at its time, and what it changed.</summary>
    /// <param name="range">The range.</param>
    /// <param name="before">The world before it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TimeoutException">An append within the range did not end.</exception>
    public async IAsyncEnumerable<ReplayStep> Run(
        ReplayRange range, WorldState before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(before);
        var (world, began, first) = (before, time.GetTimestamp(), (DateTimeOffset?)null);
        await foreach (var entry in Read(range, cancellationToken).ConfigureAwait(false))
        {
            if (range.Speed is { } speed)
            {
                first ??= entry.Timestamp;
                await Wait((entry.Timestamp - first.Value) / speed, began, cancellationToken).ConfigureAwait(false);
            }

            var next = world.Apply(entry);
            yield return new ReplayStep(entry, ReplayViews.Change(world, next, entry));
            world = next;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private Task Wait(TimeSpan due, long began, CancellationToken cancellationToken)
    {
        var rest = due - time.GetElapsedTime(began);
        return rest > TimeSpan.Zero ? Task.Delay(rest, time, cancellationToken) : Task.CompletedTask;
    }

    private async IAsyncEnumerable<RecordedEvent> Read(
        ReplayRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (position, looks) = (range.From - 1, 0);
        while (position < range.To)
        {
            var page = await store.ReadAll(position, ReplayLimits.Batch, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page.Events.TakeWhile(entry => entry.Sequence <= range.To))
            {
                yield return entry;
            }

            if (page.Events.Count > 0)
            {
                (position, looks) = (page.Events[^1].Sequence, 0);
            }
            else if (!page.HeldBack)
            {
                yield break;
            }
            else if (++looks > MaxHeldBack)
            {
                throw new TimeoutException(
                    $"An append after event {position} has not ended: what came after it cannot be replayed yet.");
            }
            else
            {
                await Task.Delay(HeldBackPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
