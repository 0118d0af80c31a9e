using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EdgeFlow.Cli.Output;

/// <summary>Points in time as people write them: an ISO 8601 time, or how long ago.</summary>
internal static class Moment
{
    /// <summary>What is expected, in words.</summary>
    public const string Expected = "2026-11-21T18:00:00Z, or 90s, 10m, 2h or 3d ago";

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

    /// <summary>Reads one; null when the text is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The present.</param>
    public static DateTimeOffset? Read(string text, DateTimeOffset now)
    {
        if (text.Length > 1 && Seconds.TryGetValue(text[^1], out var unit)
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
        {
            var ago = count * unit;
            return ago < (now - DateTimeOffset.UnixEpoch).TotalSeconds ? now - TimeSpan.FromSeconds(ago) : null;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at) ? at : null;
    }

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
