namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>
/// A place in a picture, in pixels from its top left corner; the centre of the first pixel is (0.5, 0.5).
/// </summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
public readonly record struct Point(double X, double Y)
{
    /// <summary>Difference of two places.</summary>
    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Sum of two places.</summary>
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>A place stretched from the origin.</summary>
    public static Point operator *(Point a, double by) => new(a.X * by, a.Y * by);

    /// <summary>Distance from the origin.</summary>
    public double Length => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>Scalar product.</summary>
    public double Dot(Point other) => (X * other.X) + (Y * other.Y);

    /// <summary>
    /// Twice the area of the triangle of the origin and two places; positive when the turn is clockwise on screen.
    /// </summary>
    public double Cross(Point other) => (X * other.Y) - (Y * other.X);
}
