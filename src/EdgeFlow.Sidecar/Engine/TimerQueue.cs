namespace EdgeFlow.Sidecar.Engine;

/// <summary>
/// What becomes due, soonest first. Entries are never removed early: the one who handles a due entry asks whether it
/// still counts. Not thread-safe: guarded by the engine's lock.
/// </summary>
internal sealed class TimerQueue
{
    private readonly PriorityQueue<Due, (DateTimeOffset At, long Order)> _queue = new();
    private long _order;

    /// <summary>When the next entry is due, if there is one.</summary>
    public DateTimeOffset? NextAt => _queue.TryPeek(out _, out var priority) ? priority.At : null;

    /// <summary>Adds an entry; true when it is now the soonest.</summary>
    public bool Add(DateTimeOffset at, Due due)
    {
        var soonest = NextAt is not { } next || at < next;
        _queue.Enqueue(due, (at, _order++));
        return soonest;
    }

    /// <summary>Takes the next entry that is due at <paramref name="now"/>.</summary>
    public bool TryTake(DateTimeOffset now, out Due due)
    {
        if (NextAt is { } at && at <= now)
        {
            due = _queue.Dequeue();
            return true;
        }

        due = default;
        return false;
    }

    /// <summary>What is due: a workflow's timer or a scheduled start.</summary>
    /// <param name="Entry">The instance.</param>
    /// <param name="Generation">Its execution when the entry was made.</param>
    /// <param name="TimerId">The timer's id; null for a start.</param>
    internal readonly record struct Due(InstanceEntry Entry, int Generation, int? TimerId);
}
