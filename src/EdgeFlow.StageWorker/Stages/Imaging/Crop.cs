namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>Cuts patches out of pictures. Pure, safe for concurrent use.</summary>
public static class Crop
{
    /// <summary>An upright rectangle, without resampling.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is empty or leaves the picture.</exception>
    public static Image Rectangle(Image image, int x, int y, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, image.Width - x);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, image.Height - y);
        var target = new Image(width, height);
        for (var row = 0; row < height; row++)
        {
            image.Row(y + row).Slice(x * Image.Channels, width * Image.Channels).CopyTo(target.Row(row));
        }

        return target;
    }

    /// <summary>
    /// Straightens a quadrilateral into a rectangle by a homography with bilinear interpolation; what lies outside the
    /// picture repeats its edge.
    /// </summary>
    /// <param name="image">The source.</param>
    /// <param name="quad">Its corners; convex.</param>
    /// <param name="width">Width of the result, in pixels.</param>
    /// <param name="height">Height of the result, in pixels.</param>
    public static Image Perspective(Image image, Quad quad, int width, int height)
    {
        var target = new Image(width, height);
        var map = new Homography(quad);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Sample(image, map.Map((x + 0.5) / width, (y + 0.5) / height), target[x, y]);
            }
        }

        return target;
    }

    private static void Sample(Image image, Point at, Span<byte> pixel)
    {
        var (fx, fy) = (Math.Clamp(at.X - 0.5, 0, image.Width - 1), Math.Clamp(at.Y - 0.5, 0, image.Height - 1));
        var (left, top) = ((int)fx, (int)fy);
        var (right, bottom) = (Math.Min(left + 1, image.Width - 1), Math.Min(top + 1, image.Height - 1));
        var (across, down) = (fx - left, fy - top);
        ReadOnlySpan<byte> a = image[left, top], b = image[right, top];
        ReadOnlySpan<byte> c = image[left, bottom], d = image[right, bottom];
        for (var channel = 0; channel < Image.Channels; channel++)
        {
            var above = a[channel] + ((b[channel] - a[channel]) * across);
            var below = c[channel] + ((d[channel] - c[channel]) * across);
            pixel[channel] = (byte)(above + ((below - above) * down) + 0.5);
        }
    }
}
