namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// A set of frame ids as ranges, so that it stays as small as its gaps are few: the completed frames of a stage that
/// has run for a year are one range and those few around the frames still under way. Not safe for concurrent use.
/// </summary>
internal sealed class FrameSet
{
    private readonly List<(long Start, long End)> ranges = [];

    public int Ranges => ranges.Count;

    public bool Contains(long id)
    {
        var at = LastAtOrBelow(id);
        return at >= 0 && id < ranges[at].End;
    }

    public void Add(long id) => AddRange(id, id + 1);

    /// <summary>Adds all ids below this one.</summary>
    public void AddBelow(long end)
    {
        if (end > 0)
        {
            AddRange(0, end);
        }
    }

    /// <summary>The lowest id, not below the given one, that is not in the set.</summary>
    public long FirstMissing(long from)
    {
        var at = LastAtOrBelow(from);
        return at >= 0 && from < ranges[at].End ? ranges[at].End : from;
    }

    private void AddRange(long start, long end)
    {
        var first = LastAtOrBelow(start);
        if (first < 0 || ranges[first].End < start)
        {
            first++;
        }

        // From here on ranges[first] is the first one that touches the new one or lies after it.
        var last = first;
        while (last < ranges.Count && ranges[last].Start <= end)
        {
            start = Math.Min(start, ranges[last].Start);
            end = Math.Max(end, ranges[last].End);
            last++;
        }

        ranges.RemoveRange(first, last - first);
        ranges.Insert(first, (start, end));
    }

    private int LastAtOrBelow(long id)
    {
        var (low, high) = (0, ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].Start <= id)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
