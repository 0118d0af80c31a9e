namespace EdgeFlow.StageWorker.Stages.Tensors;

/// <summary>
/// How the pixels of a picture become values of a tensor: (pixel / scale − mean) / deviation. Immutable.
/// </summary>
/// <param name="Scale">What a pixel of 0 to 255 is divided by, usually 255 or 1.</param>
/// <param name="Mean">Subtracted, by channel of the tensor.</param>
/// <param name="Deviation">Divided by after that, by channel of the tensor; not 0.</param>
/// <param name="Colours">Which channels, in which order.</param>
/// <param name="ChannelsLast">[N, H, W, C] instead of [N, C, H, W].</param>
public sealed record PictureFormat(double Scale, IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation,
    PictureColours Colours, bool ChannelsLast = false)
{
    /// <summary>
    /// Values from -1 to 1, channels as OpenCV reads them: what PP-OCR's text models were trained with.
    /// </summary>
    public static PictureFormat SignedBgr { get; } = new(255, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5], PictureColours.Bgr);

    /// <summary>
    /// Mean and deviation of ImageNet in the order of OpenCV's channels: what PP-OCR's detector was trained with.
    /// </summary>
    public static PictureFormat ImageNetBgr { get; } =
        new(255, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225], PictureColours.Bgr);

    /// <summary>Channels of the tensor.</summary>
    public int Channels => Colours == PictureColours.Grey ? 1 : 3;

    /// <summary>
    /// The value of each of the 256 levels in a channel: a look-up is cheaper than three operations a pixel.
    /// </summary>
    internal float[] Values(int channel) =>
        [.. Enumerable.Range(0, 256).Select(level => (float)(((level / Scale) - Mean[channel]) / Deviation[channel]))];
}
