namespace EdgeFlow.Channels.Frames;

/// <summary>
/// How large an encoded frame and its pieces may be. Both ends of every flow hold to the same numbers.
/// </summary>
public static class FrameLimits
{
    /// <summary>Largest encoded frame, in bytes.</summary>
    public const int MaxFrameBytes = 64 * 1024 * 1024;

    /// <summary>Most parts in a frame.</summary>
    public const int MaxParts = 1024;

    /// <summary>Longest name of a part, in characters.</summary>
    public const int MaxNameChars = 64;

    /// <summary>Longest content type, in ASCII characters.</summary>
    public const int MaxContentTypeChars = 200;
}
