using EdgeFlow.StageWorker.Stages.Imaging;
using Xunit;

namespace EdgeFlow.Tests.Stages.Imaging;

public sealed class GeometryTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(64, 50)]
    public void Bilinear_OneColour_StaysThatColour(int width, int height)
    {
        var image = new Image(20, 10);
        Array.Fill(image.Pixels, (byte)200);
        Assert.All(Resize.Bilinear(image, width, height).Pixels, value => Assert.Equal(200, value));
    }

    [Fact]
    public void Bilinear_TwiceTheWidth_InterpolatesBetweenPixelCentres()
    {
        var image = new Image(2, 1, [0, 0, 0, 100, 200, 40]);
        var wide = Resize.Bilinear(image, 4, 1);
        Assert.Equal([0, 0, 0, 25, 50, 10, 75, 150, 30, 100, 200, 40], wide.Pixels);
    }

    [Fact]
    public void Bilinear_SameSize_IsTheSamePicture()
    {
        var image = Numbered(5, 4);
        Assert.Same(image, Resize.Bilinear(image, 5, 4));
    }

    [Fact]
    public void Turn_ThereAndBack_IsTheSamePicture()
    {
        var image = Numbered(5, 3);
        Assert.Equal(image.Pixels, Turn.Half(Turn.Half(image)).Pixels);
        Assert.Equal(image.Pixels, Turn.CounterClockwise(Turn.Clockwise(image)).Pixels);
        Assert.Equal(Turn.Half(image).Pixels, Turn.Clockwise(Turn.Clockwise(image)).Pixels);
        var quarter = Turn.Clockwise(image);
        Assert.Equal((3, 5), (quarter.Width, quarter.Height));
        Assert.Equal(image[0, 2].ToArray(), quarter[0, 0].ToArray());
    }

    [Fact]
    public void Rectangle_InsideOrNot_CutsOrRefuses()
    {
        var image = Numbered(6, 5);
        var cut = Crop.Rectangle(image, 2, 1, 3, 2);
        Assert.Equal(image[2, 1].ToArray(), cut[0, 0].ToArray());
        Assert.Equal(image[4, 2].ToArray(), cut[2, 1].ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Crop.Rectangle(image, 4, 0, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Crop.Rectangle(image, -1, 0, 3, 1));
    }

    [Fact]
    public void Perspective_UprightRectangle_IsThePlainCrop()
    {
        var image = Numbered(9, 8);
        var cut = Crop.Perspective(image, Quad.Rectangle(2, 3, 4, 5), 4, 5);
        Assert.Equal(Crop.Rectangle(image, 2, 3, 4, 5).Pixels, cut.Pixels);
    }

    [Fact]
    public void Perspective_CornersInAnotherOrder_TurnsThePicture()
    {
        var image = Numbered(6, 4);
        var upright = Quad.Rectangle(0, 0, 6, 4);
        var half = new Quad(upright.BottomRight, upright.BottomLeft, upright.TopLeft, upright.TopRight);
        Assert.Equal(Turn.Half(image).Pixels, Crop.Perspective(image, half, 6, 4).Pixels);
    }

    [Fact]
    public void Homography_AnyQuad_MapsTheCornersOfTheSquareToIt()
    {
        var quad = new Quad(new(10, 5), new(90, 20), new(70, 80), new(0, 60));
        var map = new Homography(quad);
        AssertNear(quad.TopLeft, map.Map(0, 0));
        AssertNear(quad.TopRight, map.Map(1, 0));
        AssertNear(quad.BottomRight, map.Map(1, 1));
        AssertNear(quad.BottomLeft, map.Map(0, 1));

        // A projective map keeps straight lines: the diagonals still meet where the square's do.
        var meet = map.Map(0.5, 0.5);
        Assert.Equal(0, (quad.BottomRight - quad.TopLeft).Cross(meet - quad.TopLeft), 6);
        Assert.Equal(0, (quad.BottomLeft - quad.TopRight).Cross(meet - quad.TopRight), 6);
    }

    [Fact]
    public void Perspective_QuadWithoutArea_StaysInsideThePicture()
    {
        var image = Numbered(4, 4);
        var point = new Quad(new(2, 2), new(2, 2), new(2, 2), new(2, 2));
        Assert.Equal(3 * 3 * 3, Crop.Perspective(image, point, 3, 3).Pixels.Length);
        Assert.Equal(27, Crop.Perspective(image, Quad.Rectangle(-100, -100, 50, 500), 3, 3).Pixels.Length);
    }

    private static Image Numbered(int width, int height)
    {
        var image = new Image(width, height);
        for (var at = 0; at < image.Pixels.Length; at++)
        {
            image.Pixels[at] = (byte)(at * 3 % 256);
        }

        return image;
    }

    private static void AssertNear(Point expected, Point actual) =>
        Assert.True((expected - actual).Length < 1e-9, $"{actual} is not {expected}");
}
