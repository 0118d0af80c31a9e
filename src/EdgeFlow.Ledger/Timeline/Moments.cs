using System.Globalization;
using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>
/// Which place of the history does somebody mean? The number of an event (<c>0</c> is the beginning), or a time with
/// its zone (<c>2026-11-21T18:05:00Z</c>; a day alone is its first moment in UTC). Thread safe.
/// </summary>
public sealed class Moments(Worlds worlds, TimeProvider time)
{
    /// <summary>Longest text.</summary>
    public const int MaxLength = 40;

    private static readonly string[] Formats = ["yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK"];

    /// <summary>The place that a text names.</summary>
    /// <param name="parameter">How the caller names the parameter, for the refusal: <c>at</c>.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The number of the last event there, 0 for the beginning; or why there is no such place.</returns>
    public async Task<Answer<FoundMoment>> Find(string parameter, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            var last = await worlds.Last(cancellationToken).ConfigureAwait(false);
            return sequence <= last
                ? new FoundMoment(sequence)
                : Wrong($"{parameter} is in the future: the last event is {last}.");
        }

        if (text.Length > MaxLength || Time(text) is not { } at)
        {
            return Wrong(
                $"{parameter} must be the number of an event or a time with its zone, e.g. 1500 or "
                + "2026-11-21T18:05:00Z.");
        }

        var now = time.GetUtcNow();
        return at <= now
            ? new FoundMoment(await worlds.SequenceAt(at, cancellationToken).ConfigureAwait(false))
            : Wrong($"{parameter} is in the future: it is {now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} now.");
    }

    // A plus in a query stands for a space, and zones are written with one.
    private static DateTimeOffset? Time(string text)
    {
        var written = text.Replace(' ', '+');
        if (DateTimeOffset.TryParseExact(
            written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
        {
            return day;
        }

        var hasZone = written.EndsWith('Z') || written.LastIndexOfAny(['+', '-']) > written.IndexOf('T');
        return hasZone && DateTimeOffset.TryParseExact(
            written, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at
            : null;
    }

    private static Refusal Wrong(string detail) => Refusal.Of(ProblemKinds.InvalidQuery, detail);
}
