using System.Globalization;
using System.Text;

namespace EdgeFlow.Durable.Grpc;

/// <summary>The header and trailer names of gRPC over HTTP/2, and the text forms of their values.</summary>
public static class GrpcHeaders
{
    /// <summary>The content type of every request and response body.</summary>
    public const string ContentType = "application/grpc";

    /// <summary>The trailer with the number of a <see cref="GrpcStatus"/>.</summary>
    public const string Status = "grpc-status";

    /// <summary>The trailer with the percent-encoded text of a failure.</summary>
    public const string Message = "grpc-message";

    /// <summary>The request header with the time that the caller grants the call.</summary>
    public const string Timeout = "grpc-timeout";

    /// <summary>The request header that names the application a worker speaks for.</summary>
    public const string AppId = "dapr-app-id";

    /// <summary>The request header with the secret that a sidecar may ask for.</summary>
    public const string ApiToken = "dapr-api-token";

    // The grammar of grpc-timeout allows eight digits.
    private const long LargestTimeoutNumber = 99_999_999;

    /// <summary>Writes a text as <c>grpc-message</c> wants it: printable ASCII, all else percent-encoded.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>A text that a header can carry.</returns>
    public static string EncodeMessage(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && !text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b is >= 0x20 and <= 0x7e and not (byte)'%')
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    /// <summary>Reads a <c>grpc-message</c> value; a broken escape stays as it is, as the protocol asks.</summary>
    /// <param name="value">The value of the trailer.</param>
    /// <returns>The text of the failure.</returns>
    public static string DecodeMessage(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(value) : value;
    }

    /// <summary>Writes a duration as <c>grpc-timeout</c> wants it, in the finest unit that fits, rounded up.</summary>
    /// <param name="timeout">How long the call may take; zero or less becomes the smallest timeout.</param>
    /// <returns>For example <c>1500m</c> for 1.5 s.</returns>
    public static string FormatTimeout(TimeSpan timeout)
    {
        var milliseconds = Math.Max(1, (long)Math.Ceiling(Math.Min(timeout.TotalMilliseconds, long.MaxValue / 2.0)));
        if (milliseconds <= LargestTimeoutNumber)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m");
        }

        var seconds = Math.Min((milliseconds + 999) / 1000, LargestTimeoutNumber);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds}S");
    }

    /// <summary>Reads a <c>grpc-timeout</c> value.</summary>
    /// <param name="value">The header's value; null when the caller sent none.</param>
    /// <param name="timeout">The duration, when the value is well formed.</param>
    /// <returns>False when there is no value or it breaks the grammar.</returns>
    public static bool TryParseTimeout(string? value, out TimeSpan timeout)
    {
        timeout = default;
        if (value is not { Length: >= 2 and <= 9 }
            || !long.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, null, out var n))
        {
            return false;
        }

        TimeSpan? parsed = value[^1] switch
        {
            'H' => TimeSpan.FromHours(n),
            'M' => TimeSpan.FromMinutes(n),
            'S' => TimeSpan.FromSeconds(n),
            'm' => TimeSpan.FromMilliseconds(n),
            'u' => TimeSpan.FromMicroseconds(n),
            'n' => TimeSpan.FromTicks((n + 99) / 100),
            _ => null,
        };
        timeout = parsed ?? default;
        return parsed is not null;
    }
}
