using EdgeFlow.StageWorker.Stages.Documents;
using EdgeFlow.StageWorker.Stages.Imaging;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Stages.Documents;

public sealed class TextRegionsTests
{
    private const int Width = 120;
    private const int Height = 80;
    private static readonly TextRegions Regions = new(0.3, 0.6, 0);

    [Fact]
    public void Find_EmptyMap_FindsNothing() => Assert.Empty(Regions.Find(new float[Width * Height], Width));

    [Fact]
    public void Find_TwoUprightBlocks_FindsTheirRectanglesFromTheTop()
    {
        var map = Map((x, y) => y is >= 50 and <= 60 && x is >= 5 and <= 100 ? 0.95f
            : y is >= 10 and <= 20 && x is >= 20 and <= 40 ? 0.8f : 0.01f);
        var boxes = Regions.Find(map, Width);
        Assert.Equal(2, boxes.Count);
        Assert.Equal(new Point(20, 10), boxes[0].Corners.TopLeft);
        Assert.Equal(new Point(40, 20), boxes[0].Corners.BottomRight);
        Assert.Equal(0.8, boxes[0].Score, 3);
        Assert.Equal(new Point(100, 60), boxes[1].Corners.BottomRight);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-25)]
    [InlineData(40)]
    public void Find_TiltedBlock_FindsItsAngleAndSize(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var map = Map((x, y) =>
        {
            var (dx, dy) = (x - 60.0, y - 40.0);
            return Math.Abs((dx * cos) + (dy * sin)) <= 30 && Math.Abs((dy * cos) - (dx * sin)) <= 8 ? 0.9f : 0f;
        });
        var corners = Assert.Single(Regions.Find(map, Width)).Corners;
        Assert.InRange(corners.Width, 58, 62);
        Assert.InRange(corners.Height, 14, 18);
        var edge = corners.TopRight - corners.TopLeft;
        Assert.InRange(Math.Atan2(edge.Y, edge.X) * 180 / Math.PI, degrees - 3, degrees + 3);
    }

    [Fact]
    public void Find_BlocksThatTouchAtACorner_AreOne()
    {
        var map = Map((x, y) => x is >= 10 and < 30 && y is >= 10 and < 30 && x < 20 == y < 20 ? 0.9f : 0f);
        Assert.Single(new TextRegions(0.3, 0, 0).Find(map, Width));
    }

    [Fact]
    public void Find_ShapeOfU_IsOneArea()
    {
        var map = Map((x, y) => y is >= 10 and <= 30 && x is >= 10 and <= 34 && (x <= 14 || x >= 30 || y >= 26)
            ? 0.9f : 0f);
        var areas = Components.Find(map, Width, 0.3f);
        Assert.Single(areas);
        Assert.Equal(10, areas[0].Min(point => point.Y));
    }

    [Fact]
    public void Find_SpecksAndUnsureAreas_AreDropped()
    {
        var map = Map((x, y) => (x is 5 or 6 && y is 5 or 6) ? 1f
            : x is >= 30 and <= 60 && y is >= 30 and <= 40 ? 0.5f : 0f);
        Assert.Empty(Regions.Find(map, Width));
    }

    [Fact]
    public void Find_NotANumberAndInfinity_DoNoHarm()
    {
        var map = Map((x, y) => x == y ? float.NaN
            : x is >= 30 and <= 60 && y is >= 62 and <= 70 ? float.PositiveInfinity : 0f);
        Assert.InRange(Regions.Find(map, Width).Count, 0, 4);
    }

    [Fact]
    public void Unclipped_Rectangle_GrowsByAreaTimesRatioOverPerimeter()
    {
        var rectangle = new OrientedRectangle(new(50, 50), new(1, 0), 40, 10).Unclipped(1.5);
        Assert.Equal(52, rectangle.Width, 9);
        Assert.Equal(22, rectangle.Height, 9);
    }

    [Fact]
    public void Hull_RandomPoints_HoldsThemAllAndTurnsOneWay() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte X, byte Y)[]>(), places =>
        {
            var points = places.Select(place => new Point(place.X, place.Y)).ToArray();
            var hull = ConvexHull.Of(points);
            for (var at = 0; hull.Count >= 3 && at < hull.Count; at++)
            {
                var (from, to) = (hull[at], hull[(at + 1) % hull.Count]);
                if (points.Any(point => (to - from).Cross(point - from) < 0))
                {
                    return false;
                }
            }

            return hull.All(points.Contains) && (points.Length == 0 || hull.Count > 0);
        }).QuickCheckThrowOnFailure();

    private static float[] Map(Func<int, int, float> value) =>
        [.. Enumerable.Range(0, Width * Height).Select(at => value(at % Width, at / Width))];
}
