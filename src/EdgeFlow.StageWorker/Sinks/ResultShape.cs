using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.Protocol.Results;

namespace EdgeFlow.StageWorker.Sinks;

/// <summary>
/// A sink's output frame as a result: its part <c>result</c>, or its only part, if that is JSON or text; else an object
/// of all parts, those that are neither described by type and size. An error frame becomes a result with an error, and
/// so does a payload that is too large or not JSON though it says so.
/// </summary>
internal static class ResultShape
{
    public const int MaxPayloadBytes = 64 * 1024;
    private const int MaxDepth = 24;
    private const string ResultPart = "result";

    public static ResultItem Of(Frame frame, DateTimeOffset now)
    {
        var latencyMs = frame.CapturedAtUnixMs == 0
            ? 0 : Math.Max(0, now.ToUnixTimeMilliseconds() - frame.CapturedAtUnixMs);
        if (ErrorFrames.Text(frame) is { } error)
        {
            return new ResultItem(frame.Id, null, error, latencyMs);
        }

        try
        {
            var payload = JsonSerializer.SerializeToElement(Payload(frame));
            var size = Encoding.UTF8.GetByteCount(payload.GetRawText());
            return size <= MaxPayloadBytes
                ? new ResultItem(frame.Id, payload, null, latencyMs)
                : new ResultItem(frame.Id, null, string.Create(CultureInfo.InvariantCulture,
                    $"ResultTooLarge: {size} bytes, the limit is {MaxPayloadBytes}"), latencyMs);
        }
        catch (JsonException e)
        {
            return new ResultItem(
                frame.Id, null, $"BadResult: a part is not the JSON that it says: {e.Message}", latencyMs);
        }
    }

    private static JsonNode? Payload(Frame frame)
    {
        var main = frame.Parts.FirstOrDefault(part => part.Name == ResultPart)
            ?? (frame.Parts.Count == 1 ? frame.Parts[0] : null);
        if (main is not null)
        {
            return Value(main);
        }

        var all = new JsonObject();
        foreach (var part in frame.Parts)
        {
            all.Add(part.Name, Value(part));
        }

        return all;
    }

    private static JsonNode? Value(FramePart part)
    {
        if (part.Data.Length <= MaxPayloadBytes && Is(part, "application/json"))
        {
            return JsonNode.Parse(part.Data.Span, documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth });
        }

        if (part.Data.Length <= MaxPayloadBytes && Is(part, "text/plain"))
        {
            return JsonValue.Create(Encoding.UTF8.GetString(part.Data.Span));
        }

        return new JsonObject { ["contentType"] = part.ContentType, ["bytes"] = part.Data.Length };
    }

    private static bool Is(FramePart part, string type) =>
        part.ContentType.StartsWith(type, StringComparison.OrdinalIgnoreCase);
}
