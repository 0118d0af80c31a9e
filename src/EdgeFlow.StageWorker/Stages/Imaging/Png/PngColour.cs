namespace EdgeFlow.StageWorker.Stages.Imaging.Png;

/// <summary>How a PNG stores a pixel; the numbers are the format's.</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
