using System.CommandLine.Parsing;
using System.Globalization;

namespace EdgeFlow.Cli.History;

/// <summary>Points in time as people write them: ISO 8601, or a while <c>ago</c>.</summary>
internal static class Moment
{
    /// <summary>How a moment is written.</summary>
    public const string Forms = "2026-01-31T12:00:00Z, 2026-01-31, or 90s, 10m, 2h or 3d ago";

    // The longest while ago: a hundred years.
    private const double MaxSeconds = 36_525 * 86_400.0;
    private const string Ago = " ago";

    private static readonly string[] Times =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>Reads an option that is a moment; anything else is an error of the command line.</summary>
    public static DateTimeOffset? Read(ArgumentResult result)
    {
        var text = string.Join(' ', result.Tokens.Select(token => token.Value));
        if (Parse(text, TimeProvider.System.GetUtcNow()) is { } moment)
        {
            return moment;
        }

        result.AddError($"'{text}' is no time: expected e.g. {Forms}.");
        return null;
    }

    /// <summary>The moment that a text means; null when it means none. Without a zone it is UTC. Pure.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The time now.</param>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (DateTimeOffset.TryParseExact(
            text, Times, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        var amount = text.EndsWith(Ago, StringComparison.Ordinal) ? text[..^Ago.Length] : text;
        return While(amount) is { } ago ? now - ago : null;
    }

    /// <summary>A time as <c>--since</c> of the API reads it.</summary>
    public static string Iso(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z";

    private static TimeSpan? While(string text)
    {
        if (text.Length < 2 || !double.TryParse(
            text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count is not (>= 0 and <= MaxSeconds))
        {
            return null;
        }

        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' when count <= MaxSeconds / 60 => TimeSpan.FromMinutes(count),
            'h' when count <= MaxSeconds / 3_600 => TimeSpan.FromHours(count),
            'd' when count <= MaxSeconds / 86_400 => TimeSpan.FromDays(count),
            _ => null,
        };
    }
}
