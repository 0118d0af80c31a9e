namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>
/// What a decoder accepts. A small file can claim a huge picture, so that the claim is checked before memory is taken.
/// </summary>
public static class ImageLimits
{
    /// <summary>Largest encoded picture, in bytes.</summary>
    public const int MaxEncodedBytes = 64 * 1024 * 1024;

    /// <summary>Largest width and largest height, in pixels.</summary>
    public const int MaxSide = 16_384;

    /// <summary>Largest product of width and height, in pixels; a pixel takes 3 bytes when decoded.</summary>
    public const int MaxPixels = 40_000_000;

    /// <summary>Checks the size that a file claims.</summary>
    /// <exception cref="StageException">
    /// A side is 0 or larger than allowed, or the picture has too many pixels.
    /// </exception>
    public static void Require(string format, long width, long height)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide || width * height > MaxPixels)
        {
            throw new StageException("BadInput", $"The {format} claims {width} x {height} pixels; 1 to {MaxSide} "
                + $"a side and {MaxPixels} in all are accepted.");
        }
    }
}
