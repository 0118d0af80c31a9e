namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>Changes the size of pictures. Pure, safe for concurrent use.</summary>
public static class Resize
{
    // 11 bits of fraction: 255 · 2^22 still fits in 32 bits, and the error stays under half a grey level.
    private const int Bits = 11;
    private const int One = 1 << Bits;
    private const int Half = 1 << ((2 * Bits) - 1);

    /// <summary>
    /// Bilinear interpolation between pixel centres, as OpenCV's INTER_LINEAR does: models were trained on such
    /// pictures.
    /// </summary>
    /// <param name="image">The source.</param>
    /// <param name="width">The width wanted, in pixels, 1 or more.</param>
    /// <param name="height">The height wanted, in pixels, 1 or more.</param>
    public static Image Bilinear(Image image, int width, int height)
    {
        if (width == image.Width && height == image.Height)
        {
            return image;
        }

        var target = new Image(width, height);
        var columns = Taps(image.Width, width, Image.Channels);
        var rows = Taps(image.Height, height, 1);
        for (var y = 0; y < height; y++)
        {
            var (upper, lower, weight) = rows[y];
            Row(image.Row(upper), image.Row(lower), weight, columns, target.Row(y));
        }

        return target;
    }

    private static void Row(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, int down, (int, int, int)[] columns,
        Span<byte> target)
    {
        var at = 0;
        foreach (var (left, right, across) in columns)
        {
            for (var channel = 0; channel < Image.Channels; channel++)
            {
                var above = (upper[left + channel] * (One - across)) + (upper[right + channel] * across);
                var below = (lower[left + channel] * (One - across)) + (lower[right + channel] * across);
                target[at++] = (byte)(((above * (One - down)) + (below * down) + Half) >> (2 * Bits));
            }
        }
    }

    // For each target position the two source positions around its centre and the share of the second.
    private static (int First, int Second, int Weight)[] Taps(int source, int target, int stride)
    {
        var taps = new (int, int, int)[target];
        var scale = (double)source / target;
        for (var at = 0; at < target; at++)
        {
            var centre = Math.Clamp(((at + 0.5) * scale) - 0.5, 0, source - 1);
            var first = (int)centre;
            taps[at] = (first * stride, Math.Min(first + 1, source - 1) * stride, (int)((centre - first) * One));
        }

        return taps;
    }
}
