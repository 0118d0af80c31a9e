using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>What a caller asks of a list: <c>?limit=</c> and <c>?cursor=</c>.</summary>
/// <param name="Limit">Most entries, or null for the default.</param>
/// <param name="Cursor">The place after which the page begins; null for the beginning.</param>
internal sealed record PageQuery(int? Limit, string? Cursor)
{
    /// <summary>Reads the place; a refusal when it is out of range or no cursor of this list.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="parts">How many parts this list's cursors have.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="place">The parts; null for the beginning.</param>
    public Refusal? Read(HttpLimits limits, int parts, out int limit, out string[]? place)
    {
        limit = Limit ?? limits.Page;
        place = Http.Cursor.Read(Cursor, parts);
        if (limit < 1 || limit > limits.MaxPage)
        {
            return Refusal.Of(ProblemKinds.InvalidQuery, $"limit must be 1 to {limits.MaxPage}.");
        }

        return place is null && !string.IsNullOrEmpty(Cursor)
            ? Refusal.Of(ProblemKinds.InvalidQuery, "cursor must be the 'next' of the page before.")
            : null;
    }

    /// <summary>A page with the cursor of the next one, if this one is full.</summary>
    public static IResult Page<T>(IReadOnlyList<T> items, int limit, Func<T, string> cursorOf) =>
        Results.Json(
            new Page<T>(items, items.Count == limit ? cursorOf(items[^1]) : null), ProtocolJson.Options);
}
