using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EdgeFlow.Cli.Output;

/// <summary>Points in time as people write them: an ISO 8601 time, or how long ago.</summary>
internal static class Moment
{
    /// <summary>What is expected, in words.</summary>
    public const string Expected = "2026-11-21T18:00:00Z, 2026-11-21, or 90s, 10m, 2h or 3d ago";

    // The longest while ago: a hundred years.
    private const double MaxSeconds = 36_525 * 86_400.0;
    private const string Ago = " ago";

    private static readonly string[] Times =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    private static readonly Dictionary<char, double> Seconds = new()
    {
        ['s'] = 1, ['m'] = 60, ['h'] = 3_600, ['d'] = 86_400,
    };

    /// <summary>An option that takes one.</summary>
    public static Option<DateTimeOffset?> Option(string name, string description) => new(name)
    {
        Description = $"{description} ({Expected})",
        CustomParser = Parse,
    };

    /// <summary>An option that takes one, or what else the control plane takes in its place, such as an event's
    /// number.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it is for, and what else it takes.</param>
    public static Option<string?> OrElse(string name, string description) => new(name)
    {
        Description = $"{description} ({Expected})",
        CustomParser = result => Sent(result.Tokens[0].Value, TimeProvider.System.GetUtcNow()),
    };

    /// <summary>A time as the API reads it; a text that is none as it is. Pure.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The present.</param>
    public static string Sent(string text, DateTimeOffset now) => Read(text, now) is { } moment ? Iso(moment) : text;

    /// <summary>Reads one; null when the text is none. Without a zone it is UTC. Pure.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The present.</param>
    public static DateTimeOffset? Read(string text, DateTimeOffset now)
    {
        if (DateTimeOffset.TryParseExact(
            text, Times, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        var amount = text.EndsWith(Ago, StringComparison.Ordinal) ? text[..^Ago.Length] : text;
        return amount.Length > 1 && Seconds.TryGetValue(amount[^1], out var unit)
            && double.TryParse(
                amount[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * unit is >= 0 and <= MaxSeconds and var ago
            ? now - TimeSpan.FromSeconds(ago)
            : null;
    }

    /// <summary>A time as the API's queries read it. Pure.</summary>
    public static string Iso(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z";

    private static DateTimeOffset? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Read(text, TimeProvider.System.GetUtcNow()) is { } moment)
        {
            return moment;
        }

        result.AddError($"'{text}' is no time: expected {Expected}.");
        return null;
    }
}
