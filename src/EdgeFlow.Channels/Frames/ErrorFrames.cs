using System.Text;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.Channels.Frames;

/// <summary>
/// Error frames: what travels on in place of a frame that a stage could not process, so that as many frames come out as
/// went in. Later stages pass them through; a sink turns them into a result with an error.
/// </summary>
public static class ErrorFrames
{
    /// <summary>
    /// Name of the part that makes a frame an error frame; its text is <c>task: errorType: message</c>.
    /// </summary>
    public const string Part = "error";

    /// <summary>Longest text, in characters; the rest is cut off.</summary>
    public const int MaxChars = 4096;

    /// <summary>Makes the error frame for a frame.</summary>
    public static Frame Make(long id, long capturedAtUnixMs, string task, string errorType, string message)
    {
        var text = $"{task}: {errorType}: {message}";
        var bytes = Encoding.UTF8.GetBytes(text.Length > MaxChars ? text[..MaxChars] : text);
        return new Frame(id, capturedAtUnixMs, [new FramePart(Part, "text/plain", bytes)]);
    }

    /// <summary>The error that a frame carries, or null for an ordinary frame.</summary>
    public static string? Text(Frame frame) =>
        frame.Parts.FirstOrDefault(part => part.Name == Part) is { } part
            ? Encoding.UTF8.GetString(part.Data.Span) : null;
}
