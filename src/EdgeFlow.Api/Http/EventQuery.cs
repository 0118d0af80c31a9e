using System.Globalization;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Events;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Api.Http;

/// <summary>What a caller asks of events: conditions that all hold.</summary>
/// <param name="Stream">Only of this stream, e.g. <c>job-j1</c>.</param>
/// <param name="Version">Only this event of its stream, 1 and up.</param>
/// <param name="Type">Only of these types; may be given several times.</param>
/// <param name="Since">Only events of then or later; ISO 8601.</param>
/// <param name="Until">Only events before then; ISO 8601.</param>
/// <param name="Actor">Only what this one asked for.</param>
/// <param name="Correlation">Only of this story.</param>
/// <param name="Causation">Only what this caused directly.</param>
internal sealed record EventQuery(
    string? Stream, long? Version, string[]? Type, string? Since, string? Until, string? Actor, string? Correlation,
    string? Causation)
{
    /// <summary>Longest text of a condition, in characters.</summary>
    public const int MaxText = 200;

    /// <summary>Most types that are asked for at once.</summary>
    public const int MaxTypes = 50;

    private static readonly string[] TimeForms =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>Reads the conditions; a refusal when one of them is no such thing.</summary>
    /// <param name="filter">The conditions.</param>
    public Refusal? Read(out EventFilter filter)
    {
        filter = EventFilter.All;
        string?[] texts = [Stream, Actor, Correlation, Causation, .. Type ?? []];
        if (texts.Any(text => text is not null && !IsText(text)))
        {
            return Refusal.Of(
                ProblemKinds.InvalidQuery,
                $"stream, type, actor, correlation and causation must be 1 to {MaxText} visible ASCII characters, "
                + "e.g. job-j1 and job_submitted.");
        }

        if (Type?.Length > MaxTypes)
        {
            return Refusal.Of(ProblemKinds.InvalidQuery, $"At most {MaxTypes} types can be asked for.");
        }

        if (!Time(Since, out var since) || !Time(Until, out var until))
        {
            return Refusal.Of(
                ProblemKinds.InvalidQuery,
                "since and until must be times as in ISO 8601, e.g. 2026-01-31T12:00:00Z.");
        }

        filter = new EventFilter
        {
            Stream = Stream, Version = Version, Types = Type ?? [], Since = since, Until = until, Actor = Actor,
            Correlation = Correlation, Causation = Causation,
        };
        return null;
    }

    /// <summary>Reads a time, where there is one; false for a text that is none.</summary>
    public static bool Time(string? text, out DateTimeOffset? time)
    {
        var isTime = DateTimeOffset.TryParseExact(
            text, TimeForms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read);
        time = isTime ? read : null;
        return isTime || text is null;
    }

    private static bool IsText(string text) =>
        text is { Length: > 0 and <= MaxText } && text.All(letter => letter is >= '!' and <= '~');
}
