namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>
/// The projective map from the unit square to a quadrilateral, in closed form (Heckbert, "Fundamentals of Texture
/// Mapping and Image Warping", 1989, §2.2.3). (0,0) goes to the top left corner, (1,0) to the top right one.
/// </summary>
internal sealed class Homography
{
    private readonly double a, b, c, d, e, f, g, h;

    public Homography(Quad quad)
    {
        var (p0, p1, p2, p3) = (quad.TopLeft, quad.TopRight, quad.BottomRight, quad.BottomLeft);
        var (d1, d2, sum) = (p1 - p2, p3 - p2, p0 - p1 + p2 - p3);
        var area = d1.Cross(d2);

        // A parallelogram (and a quadrilateral without area) needs no projective part.
        (g, h) = sum.Length < 1e-9 || Math.Abs(area) < 1e-12 ? (0, 0) : (sum.Cross(d2) / area, d1.Cross(sum) / area);
        (a, b, c) = (p1.X - p0.X + (g * p1.X), p3.X - p0.X + (h * p3.X), p0.X);
        (d, e, f) = (p1.Y - p0.Y + (g * p1.Y), p3.Y - p0.Y + (h * p3.Y), p0.Y);
    }

    /// <summary>Where a place of the unit square lies in the picture.</summary>
    public Point Map(double u, double v)
    {
        var w = (g * u) + (h * v) + 1;
        return new Point(((a * u) + (b * v) + c) / w, ((d * u) + (e * v) + f) / w);
    }
}
