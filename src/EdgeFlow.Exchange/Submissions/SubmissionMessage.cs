using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EdgeFlow.Exchange.Submissions;

/// <summary>A message that may submit a job: a CloudEvent, or a bare submission. Immutable.</summary>
/// <param name="Id">Its id, for its source; of a bare submission, the hash of its text.</param>
/// <param name="Source">Who sent it, in its own words; empty for a bare one.</param>
/// <param name="Subject">What it says it is about; empty for nothing.</param>
/// <param name="Token">The token that it shows; empty for none.</param>
/// <param name="Correlation">The story that it belongs to; null for a new one.</param>
/// <param name="Data">The submission, not yet read.</param>
public sealed record SubmissionMessage(
    string Id, string Source, string Subject, string Token, string? Correlation, JsonElement Data)
{
    /// <summary>The type of a CloudEvent that submits a job.</summary>
    public const string Type = "io.edgeflow.job.submit.v1";

    /// <summary>What a sidecar calls a message that came without an envelope, and was given one.</summary>
    public const string WrappedType = "com.dapr.event.sent";

    /// <summary>The extension attribute that carries a token.</summary>
    public const string TokenAttribute = "edgeflowtoken";

    /// <summary>The extension attribute that names the story.</summary>
    public const string CorrelationAttribute = "correlationid";

    /// <summary>Longest id, source, subject or token.</summary>
    public const int MaxAttribute = 500;

    private const int TraceIdAt = 3;
    private const int TraceIdDigits = 32;

    /// <summary>The name under which a repetition is known.</summary>
    public string Key => Hash($"{Source}\n{Id}");

    /// <summary>What it asks, as a hash: another content under the same id is another wish.</summary>
    public string Content => Hash(Data.GetRawText());

    /// <summary>Reads a message; null when it is no submission.</summary>
    /// <param name="message">What the sidecar delivered.</param>
    public static SubmissionMessage? Read(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (!message.TryGetProperty("specversion", out _))
        {
            return Bare(message);
        }

        return Text(message, "type") is Type or WrappedType && message.TryGetProperty("data", out var data)
            && data.ValueKind == JsonValueKind.Object
            && Text(message, "id") is { Length: > 0 } id && Text(message, "source") is { Length: > 0 } source
            && (Text(message, "type") == Type || data.TryGetProperty("application", out _))
            ? new SubmissionMessage(
                id, source, Text(message, "subject") ?? "", Text(message, TokenAttribute) ?? "", Story(message), data)
            : null;
    }

    // A message that nobody gave an id can only be told from its repetition by its text.
    private static SubmissionMessage? Bare(JsonElement message) => message.TryGetProperty("application", out _)
        ? new SubmissionMessage(Hash(message.GetRawText()), "", "", "", null, message)
        : null;

    private static string? Story(JsonElement message)
    {
        if (Text(message, CorrelationAttribute) is { Length: > 0 } correlation)
        {
            return Protocol.ProtocolHeaders.IsCorrelation(correlation) ? correlation : null;
        }

        return Text(message, "traceparent") is { } trace
            && System.Diagnostics.ActivityContext.TryParse(trace, null, out _)
            ? trace.Substring(TraceIdAt, TraceIdDigits)
            : null;
    }

    private static string? Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: <= MaxAttribute } text
            ? text
            : null;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
