using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable.Replay;

/// <summary>
/// External events that nobody waited for yet, and waits that no event has met yet, each first in first out.
/// </summary>
internal sealed class EventInbox
{
    private readonly Dictionary<string, Queue<(int Arrival, HistoryEvent Event)>> _events =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, LinkedList<DurableOperation>> _waits = new(StringComparer.OrdinalIgnoreCase);
    private int _arrivals;

    /// <summary>The waits that no event has met.</summary>
    public int Waiting { get; private set; }

    /// <summary>Hands an event to the oldest wait for its name, or keeps it.</summary>
    /// <param name="arrived">An event of the kind "raised".</param>
    /// <param name="meetWaits">False once the workflow has ended: then it is only kept.</param>
    public void Arrive(HistoryEvent arrived, bool meetWaits)
    {
        var name = arrived.EventRaised.Name;
        if (meetWaits && _waits.TryGetValue(name, out var waits) && waits.First is { } oldest)
        {
            waits.RemoveFirst();
            Waiting--;
            oldest.Value.Succeed(arrived.EventRaised.Input);
            return;
        }

        if (!_events.TryGetValue(name, out var kept))
        {
            _events[name] = kept = new Queue<(int, HistoryEvent)>();
        }

        kept.Enqueue((_arrivals++, arrived));
    }

    public bool TryTake(string name, out string? payload)
    {
        payload = null;
        if (!_events.TryGetValue(name, out var kept) || !kept.TryDequeue(out var oldest))
        {
            return false;
        }

        payload = oldest.Event.EventRaised.Input;
        return true;
    }

    public void Wait(string name, DurableOperation wait)
    {
        if (!_waits.TryGetValue(name, out var waits))
        {
            _waits[name] = waits = new LinkedList<DurableOperation>();
        }

        waits.AddLast(wait);
        Waiting++;
    }

    public void GiveUp(string name, DurableOperation wait)
    {
        if (_waits.TryGetValue(name, out var waits) && waits.Remove(wait))
        {
            Waiting--;
        }
    }

    /// <summary>The events that nobody took, in the order of their arrival.</summary>
    public IEnumerable<HistoryEvent> Untaken() =>
        _events.Values.SelectMany(kept => kept).OrderBy(kept => kept.Arrival).Select(kept => kept.Event);
}
