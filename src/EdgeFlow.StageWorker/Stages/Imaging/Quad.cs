namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>Four corners of a patch of a picture, clockwise from the one that is its top left when read.</summary>
/// <param name="TopLeft">Where the patch's reading starts.</param>
/// <param name="TopRight">The end of its upper edge.</param>
/// <param name="BottomRight">Opposite the start.</param>
/// <param name="BottomLeft">Below the start.</param>
public readonly record struct Quad(Point TopLeft, Point TopRight, Point BottomRight, Point BottomLeft)
{
    /// <summary>Length of the longer of its upper and lower edges, in pixels.</summary>
    public double Width => Math.Max((TopRight - TopLeft).Length, (BottomRight - BottomLeft).Length);

    /// <summary>Length of the longer of its left and right edges, in pixels.</summary>
    public double Height => Math.Max((BottomLeft - TopLeft).Length, (BottomRight - TopRight).Length);

    /// <summary>An upright rectangle.</summary>
    public static Quad Rectangle(double x, double y, double width, double height) =>
        new(new(x, y), new(x + width, y), new(x + width, y + height), new(x, y + height));

    /// <summary>The corners in order.</summary>
    public Point[] Corners() => [TopLeft, TopRight, BottomRight, BottomLeft];

    /// <summary>Each corner mapped.</summary>
    public Quad Select(Func<Point, Point> map) => new(map(TopLeft), map(TopRight), map(BottomRight), map(BottomLeft));
}
