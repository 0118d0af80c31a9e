namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>The tasks already scheduled on one node, in order of time; a task may be put into a gap between two
/// others.</summary>
internal sealed class Timeline(double firstFree)
{
    private readonly List<(double Start, double End)> _busy = [];

    /// <summary>The earliest start, not before <paramref name="ready"/>, of a free span of the given length.</summary>
    public double EarliestStart(double ready, double length)
    {
        var start = Math.Max(ready, firstFree);
        foreach (var (busyFrom, busyTo) in _busy)
        {
            if (start + length <= busyFrom)
            {
                break;
            }

            start = Math.Max(start, busyTo);
        }

        return start;
    }

    /// <summary>Takes a span that is free.</summary>
    public void Take(double start, double length)
    {
        var at = _busy.FindIndex(b => b.Start >= start + length);
        _busy.Insert(at < 0 ? _busy.Count : at, (start, start + length));
    }
}
