using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>A rectangle at any angle. Immutable.</summary>
/// <param name="Centre">Its centre.</param>
/// <param name="Right">Unit vector along its width; never points to the left.</param>
/// <param name="Width">In pixels, along <paramref name="Right"/>.</param>
/// <param name="Height">In pixels, across it.</param>
internal readonly record struct OrientedRectangle(Point Centre, Point Right, double Width, double Height)
{
    private Point Down => new(-Right.Y, Right.X);

    /// <summary>
    /// The rectangle of least area around some points: one of its sides lies on a side of their hull.
    /// </summary>
    public static OrientedRectangle Around(IEnumerable<Point> points)
    {
        var hull = ConvexHull.Of(points);
        var best = Along(hull, new Point(1, 0));
        for (var at = 0; at < hull.Count; at++)
        {
            var side = hull[(at + 1) % hull.Count] - hull[at];
            if (side.Length > 0)
            {
                var candidate = Along(hull, side * (1 / side.Length));
                best = candidate.Width * candidate.Height < best.Width * best.Height ? candidate : best;
            }
        }

        return best;
    }

    /// <summary>
    /// The same rectangle grown by the distance area · ratio / perimeter on every side: the detector marks a core of
    /// the text that is smaller than the text by that rule (Liao et al., "Real-time Scene Text Detection with
    /// Differentiable Binarization", AAAI 2020, eq. 10).
    /// </summary>
    public OrientedRectangle Unclipped(double ratio)
    {
        var distance = Width * Height * ratio / (2 * (Width + Height));
        return this with { Width = Width + (2 * distance), Height = Height + (2 * distance) };
    }

    /// <summary>Whether a place is inside.</summary>
    public bool Contains(Point at)
    {
        var offset = at - Centre;
        return Math.Abs(offset.Dot(Right)) <= Width / 2 && Math.Abs(offset.Dot(Down)) <= Height / 2;
    }

    /// <summary>Its corners, clockwise from the top left.</summary>
    public Quad Corners()
    {
        var (across, down) = (Right * (Width / 2), Down * (Height / 2));
        return new Quad(Centre - across - down, Centre + across - down, Centre + across + down, Centre - across + down);
    }

    private static OrientedRectangle Along(IReadOnlyList<Point> hull, Point side)
    {
        // Of the four directions of a rectangle, the one nearest to "right" is its reading direction.
        var right = Math.Abs(side.X) >= Math.Abs(side.Y) ? side : new Point(-side.Y, side.X);
        right = right.X < 0 ? right * -1 : right;
        var down = new Point(-right.Y, right.X);
        var (left, end) = (hull.Min(point => point.Dot(right)), hull.Max(point => point.Dot(right)));
        var (top, bottom) = (hull.Min(point => point.Dot(down)), hull.Max(point => point.Dot(down)));
        var centre = (right * ((left + end) / 2)) + (down * ((top + bottom) / 2));
        return new OrientedRectangle(centre, right, end - left, bottom - top);
    }
}
