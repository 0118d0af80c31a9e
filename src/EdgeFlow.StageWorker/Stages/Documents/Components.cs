using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>
/// Connected areas of a map where the value is above a threshold, diagonals included. Works on runs of pixels a row,
/// joined by union-find, so that it takes one pass and memory for the runs only.
/// </summary>
internal static class Components
{
    /// <summary>
    /// The ends of each area's runs, area by area from the top: enough for its hull, and far fewer than its pixels.
    /// </summary>
    /// <param name="map">Values row by row.</param>
    /// <param name="width">Values a row.</param>
    /// <param name="threshold">An area's values are above it.</param>
    public static IReadOnlyList<IReadOnlyList<Point>> Find(ReadOnlySpan<float> map, int width, float threshold)
    {
        var runs = new List<Run>();
        var parents = new List<int>();
        var (above, aboveEnd) = (0, 0);
        for (var y = 0; y < map.Length / width; y++)
        {
            var start = runs.Count;
            AddRuns(map.Slice(y * width, width), y, threshold, runs);
            for (var run = start; run < runs.Count; run++)
            {
                parents.Add(run);
            }

            Join(runs, parents, above, aboveEnd, start);
            (above, aboveEnd) = (start, runs.Count);
        }

        return Collect(runs, parents);
    }

    private static void AddRuns(ReadOnlySpan<float> row, int y, float threshold, List<Run> runs)
    {
        for (var x = 0; x < row.Length; x++)
        {
            if (row[x] > threshold)
            {
                var first = x;
                while (x + 1 < row.Length && row[x + 1] > threshold)
                {
                    x++;
                }

                runs.Add(new Run(y, first, x));
            }
        }
    }

    // Both rows' runs are sorted, so that one walk meets every pair that touches.
    private static void Join(List<Run> runs, List<int> parents, int above, int aboveEnd, int below)
    {
        while (above < aboveEnd && below < runs.Count)
        {
            if (runs[above].First <= runs[below].Last + 1 && runs[below].First <= runs[above].Last + 1)
            {
                var (a, b) = (Root(parents, above), Root(parents, below));
                parents[Math.Max(a, b)] = Math.Min(a, b);
            }

            if (runs[above].Last < runs[below].Last)
            {
                above++;
            }
            else
            {
                below++;
            }
        }
    }

    private static int Root(List<int> parents, int run)
    {
        while (parents[run] != run)
        {
            parents[run] = parents[parents[run]];
            run = parents[run];
        }

        return run;
    }

    private static List<IReadOnlyList<Point>> Collect(List<Run> runs, List<int> parents)
    {
        var areas = new Dictionary<int, List<Point>>();
        var ordered = new List<IReadOnlyList<Point>>();
        for (var run = 0; run < runs.Count; run++)
        {
            var root = Root(parents, run);
            if (!areas.TryGetValue(root, out var points))
            {
                areas[root] = points = [];
                ordered.Add(points);
            }

            points.Add(new Point(runs[run].First, runs[run].Y));
            points.Add(new Point(runs[run].Last, runs[run].Y));
        }

        return ordered;
    }

    private readonly record struct Run(int Y, int First, int Last);
}
