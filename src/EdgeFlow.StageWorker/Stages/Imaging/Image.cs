namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>
/// A decoded picture: 8 bits each of red, green and blue, row by row from the top left. Safe to read concurrently.
/// </summary>
public sealed class Image
{
    /// <summary>Bytes a pixel.</summary>
    public const int Channels = 3;

    /// <summary>A black picture, or one over pixels that are already there (not copied).</summary>
    /// <param name="width">In pixels, 1 or more.</param>
    /// <param name="height">In pixels, 1 or more.</param>
    /// <param name="pixels">Exactly width × height × 3 bytes, or null for black.</param>
    public Image(int width, int height, byte[]? pixels = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        Width = width;
        Height = height;
        Pixels = pixels ?? new byte[width * height * Channels];
        ArgumentOutOfRangeException.ThrowIfNotEqual(Pixels.Length, width * height * Channels, nameof(pixels));
    }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>Red, green, blue of the top left pixel, then of the one to its right, and so on.</summary>
    public byte[] Pixels { get; }

    /// <summary>The bytes of one row.</summary>
    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>The three bytes of one pixel.</summary>
    public Span<byte> this[int x, int y] => Pixels.AsSpan(((y * Width) + x) * Channels, Channels);
}
