using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>Andrew's monotone chain: the convex hull in O(n log n).</summary>
internal static class ConvexHull
{
    /// <summary>The corners of the hull in order around it; one or two points are their own hull.</summary>
    public static IReadOnlyList<Point> Of(IEnumerable<Point> points)
    {
        var sorted = points.Distinct().OrderBy(point => point.X).ThenBy(point => point.Y).ToArray();
        if (sorted.Length < 3)
        {
            return sorted;
        }

        var hull = new List<Point>();
        Chain(hull, sorted);
        Chain(hull, sorted.Reverse());
        return hull;
    }

    // Adds one side of the hull without its last point, which is the first of the other side.
    private static void Chain(List<Point> hull, IEnumerable<Point> sorted)
    {
        var start = hull.Count;
        foreach (var point in sorted)
        {
            while (hull.Count - start >= 2 && (hull[^1] - hull[^2]).Cross(point - hull[^1]) <= 0)
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(point);
        }

        hull.RemoveAt(hull.Count - 1);
    }
}
