namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>Turns pictures by quarters without loss. Pure, safe for concurrent use.</summary>
public static class Turn
{
    /// <summary>Upside down and left to right.</summary>
    public static Image Half(Image image) => Map(image, image.Width, image.Height,
        (x, y) => (image.Width - 1 - x, image.Height - 1 - y));

    /// <summary>A quarter clockwise: what was at the left comes to the top.</summary>
    public static Image Clockwise(Image image) => Map(image, image.Height, image.Width,
        (x, y) => (y, image.Height - 1 - x));

    /// <summary>A quarter counter-clockwise: what was at the right comes to the top.</summary>
    public static Image CounterClockwise(Image image) => Map(image, image.Height, image.Width,
        (x, y) => (image.Width - 1 - y, x));

    private static Image Map(Image source, int width, int height, Func<int, int, (int X, int Y)> from)
    {
        var target = new Image(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var origin = from(x, y);
                source[origin.X, origin.Y].CopyTo(target[x, y]);
            }
        }

        return target;
    }
}
