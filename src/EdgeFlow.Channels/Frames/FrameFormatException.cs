namespace EdgeFlow.Channels.Frames;

/// <summary>Bytes that are not a frame, or a frame that cannot be encoded; the message says what is wrong.</summary>
public sealed class FrameFormatException(string message, Exception? cause = null) : Exception(message, cause);
