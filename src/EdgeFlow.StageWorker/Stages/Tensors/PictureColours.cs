namespace EdgeFlow.StageWorker.Stages.Tensors;

/// <summary>Which channels a model wants, and in which order.</summary>
public enum PictureColours
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red, as OpenCV reads pictures.</summary>
    Bgr,

    /// <summary>One channel of luma.</summary>
    Grey,
}
