using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Admission.Conflicts;

/// <summary>
/// Finds demands of a job that cannot be met together, as few as possible: first a minimal set by QuickXplain (Junker,
/// AAAI 2004), none of which can be left out; then, where that has more than one, all sets of fewer by size up to
/// <see cref="LargestTried"/>. A set conflicts when the job with these demands alone has no place. Work is that of the
/// <see cref="FitTest"/>; when it is spent, the best so far counts. Used once.
/// </summary>
internal sealed class ConflictSearch(SnapshotJob job, IReadOnlyList<Demand> demands, FitTest test)
{
    /// <summary>Size up to which all sets are tried.</summary>
    public const int LargestTried = 3;

    /// <summary>Searches.</summary>
    /// <returns>
    /// The demands in the manifest's order; none when the job has no place even without any demand; null when it has a
    /// place with all of them, or the work was spent before anything was known.
    /// </returns>
    public IReadOnlyList<Demand>? Run()
    {
        var all = Enumerable.Range(0, demands.Count).ToArray();
        if (!Conflict(all))
        {
            return null;
        }

        if (Conflict([]))
        {
            return test.IsSpent ? null : [];
        }

        var found = Explain([], isNew: false, all);
        if (test.IsSpent)
        {
            // What was left out since may have been left out for want of work.
            return null;
        }

        for (var size = 1; size <= LargestTried && size < found.Length; size++)
        {
            if (Smaller([], 0, size) is { } smaller)
            {
                found = smaller;
                break;
            }
        }

        return [.. found.Order().Select(d => demands[d])];
    }

    /// <summary>QuickXplain: the part of some demands that, with a background, is minimal.</summary>
    private int[] Explain(int[] background, bool isNew, int[] some)
    {
        if (isNew && Conflict(background))
        {
            return [];
        }

        if (some.Length <= 1)
        {
            return some;
        }

        var (first, second) = (some[..(some.Length / 2)], some[(some.Length / 2)..]);
        var later = Explain([.. background, .. first], first.Length > 0, second);
        var sooner = Explain([.. background, .. later], later.Length > 0, first);
        return [.. sooner, .. later];
    }

    /// <summary>The first conflicting set of a size that begins with the given one.</summary>
    private int[]? Smaller(int[] begun, int from, int size)
    {
        if (begun.Length == size)
        {
            return Conflict(begun) && !test.IsSpent ? begun : null;
        }

        for (var d = from; d < demands.Count && !test.IsSpent; d++)
        {
            if (Smaller([.. begun, d], d + 1, size) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private bool Conflict(int[] kept)
    {
        var relaxed = job;
        for (var d = 0; d < demands.Count; d++)
        {
            relaxed = Array.IndexOf(kept, d) < 0 ? demands[d].Drop(relaxed) : relaxed;
        }

        return test.Find(relaxed) is null;
    }
}
