namespace EdgeFlow.Planning.Bandwidth;

/// <summary>
/// Everything that happens to jobs at levels known beforehand, in order of the level; ties by kind, then job. One
/// sorted list a kind, taken like a zip. The arrays are kept from one use to the next.
/// </summary>
internal sealed class FillOrder
{
    private const int Kinds = 3;

    private readonly double[][] _level = [[], [], []];
    private readonly int[][] _job = [[], [], []];
    private readonly int[] _count = new int[Kinds];
    private readonly int[] _next = new int[Kinds];

    /// <summary>Finds the steps of some jobs and goes to the first.</summary>
    public void Sort(IReadOnlyList<FillDemand> jobs)
    {
        Array.Clear(_count);
        Array.Clear(_next);
        for (var kind = 0; kind < Kinds; kind++)
        {
            if (_level[kind].Length < jobs.Count)
            {
                (_level[kind], _job[kind]) = (new double[2 * jobs.Count], new int[2 * jobs.Count]);
            }
        }

        for (var j = 0; j < jobs.Count; j++)
        {
            var job = jobs[j];
            Add(FillStep.Start, job.Floor / job.Weight, j);
            if (job.LinkFloor > job.Floor && job.LinkFloor < job.Cap)
            {
                Add(FillStep.StartLinks, job.LinkFloor / job.Weight, j);
            }

            Add(FillStep.Stop, Math.Max(job.Cap, job.Floor) / job.Weight, j);
        }

        for (var kind = 0; kind < Kinds; kind++)
        {
            Sort(_level[kind].AsSpan(0, _count[kind]), _job[kind].AsSpan(0, _count[kind]));
        }
    }

    /// <summary>Takes the next step.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(out double level, out FillStep step, out int job)
    {
        var first = -1;
        for (var kind = 0; kind < Kinds; kind++)
        {
            if (_next[kind] < _count[kind]
                && (first < 0 || _level[kind][_next[kind]] < _level[first][_next[first]]))
            {
                first = kind;
            }
        }

        (level, step, job) = (0, (FillStep)Math.Max(first, 0), -1);
        if (first < 0)
        {
            return false;
        }

        (level, job) = (_level[first][_next[first]], _job[first][_next[first]]);
        _next[first]++;
        return true;
    }

    private void Add(FillStep step, double level, int job)
    {
        var (kind, at) = ((int)step, _count[(int)step]++);
        (_level[kind][at], _job[kind][at]) = (level, job);
    }

    private static void Sort(Span<double> levels, Span<int> jobs)
    {
        if (levels.Length == 0 || !levels.ContainsAnyExcept(levels[0]))
        {
            return;
        }

        levels.Sort(jobs);
        for (var from = 0; from < levels.Length;)
        {
            // The sort may have left equal levels in any order: they go by job.
            var to = from + 1;
            while (to < levels.Length && levels[to].Equals(levels[from]))
            {
                to++;
            }

            jobs[from..to].Sort();
            from = to;
        }
    }
}
