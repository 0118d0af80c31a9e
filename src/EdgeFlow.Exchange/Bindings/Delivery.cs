using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EdgeFlow.Exchange.Bindings;

/// <summary>
/// Finds what tells one delivery of a binding from another, so that one that comes twice is seen to. In this order: the
/// body's own <c>id</c> (with its <c>source</c>, as CloudEvents have it); where in the topic it stood (Kafka); the tick
/// (cron); the body itself. Pure.
/// </summary>
public static class Delivery
{
    /// <summary>Stands for the delivery's digits in the name of a job.</summary>
    public const string KeyMark = "{key}";

    /// <summary>Longest body, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int Digits = 12;
    private const int MaxText = 1_000;

    // Go's time.Time as text: 2026-03-04 05:06:07.89 +0000 UTC, perhaps with a reading of its monotonic clock.
    private const string TickFormat = "yyyy-MM-dd HH:mm:ss";

    /// <summary>What is the same for the same delivery, and another for any other.</summary>
    /// <param name="binding">What it starts.</param>
    /// <param name="body">The message; empty for a tick.</param>
    /// <param name="header">A header's value by its name; null when it is not there.</param>
    public static string Key(BindingSpec binding, ReadOnlySpan<byte> body, Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(binding);
        ArgumentNullException.ThrowIfNull(header);
        return Named(body)
            ?? Placed(header)
            ?? Tick(binding, header("readTimeUTC"))
            ?? $"body {Convert.ToHexStringLower(SHA256.HashData(body))}";
    }

    /// <summary>The name of the job that a delivery starts.</summary>
    /// <param name="name">The binding.</param>
    /// <param name="binding">What it starts.</param>
    /// <param name="key">Its <see cref="Key"/>.</param>
    public static string JobName(string name, BindingSpec binding, string key)
    {
        ArgumentNullException.ThrowIfNull(binding);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{key}"));
        return binding.Job.Replace(KeyMark, Convert.ToHexStringLower(hash)[..Digits], StringComparison.Ordinal)
            .Replace("{application}", binding.Application, StringComparison.Ordinal)
            .Replace("{binding}", name, StringComparison.Ordinal);
    }

    private static string? Named(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            using var message = JsonDocument.ParseValue(ref reader);
            var root = message.RootElement;
            return root.ValueKind == JsonValueKind.Object && Text(root, "id") is { } id
                ? $"id {Text(root, "source")} {id}"
                : null;
        }
        catch (JsonException)
        {
            // A body need not be JSON.
            return null;
        }
    }

    private static string? Placed(Func<string, string?> header)
    {
        var (topic, partition, offset) = (header("__topic"), header("__partition"), header("__offset"));
        return string.IsNullOrEmpty(offset) ? null : $"kafka {topic} {partition} {offset}";
    }

    private static string? Tick(BindingSpec binding, string? time)
    {
        if (time is null || time.Length < TickFormat.Length
            || !DateTimeOffset.TryParseExact(
                time[..TickFormat.Length], TickFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                out var second))
        {
            return null;
        }

        // Sidecars of several control planes tick a little apart, before and after the full second.
        var fraction = time[TickFormat.Length..].Split(' ')[0];
        var part = double.TryParse(fraction, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read)
            ? read
            : 0;
        var ticks = Math.Round((second.ToUnixTimeSeconds() + part) / binding.TickSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"tick {ticks * binding.TickSeconds:F0}");
    }

    private static string? Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 and <= MaxText } text
            ? text
            : null;
}
