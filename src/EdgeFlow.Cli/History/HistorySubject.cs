using System.Globalization;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;

namespace EdgeFlow.Cli.History;

/// <summary>What a history is asked of: everything, one stream, or one plan.</summary>
/// <param name="Stream">Its stream; null for everything.</param>
/// <param name="Revision">The plan's revision; null where no single plan is meant.</param>
internal sealed record HistorySubject(string? Stream, int? Revision = null)
{
    private const string Plans = "plan";

    // What there is one of: it is its own name, or short for it.
    private static readonly Dictionary<string, string> Single = new(StringComparer.Ordinal)
    {
        [Plans] = Plans, ["control-plane"] = "control-plane", ["settings"] = "settings-planner",
    };

    private static readonly string[] Kinds = ["job", "node", "link", "application"];

    /// <summary>Everything.</summary>
    public static HistorySubject All { get; } = new((string?)null);

    /// <summary>
    /// Reads what was typed: <c>kind:name</c>, <c>plan</c>, <c>plan:7</c> or <c>7</c>, <c>control-plane</c>,
    /// <c>settings</c>, or a bare name, which is looked up among jobs, nodes, links and applications.
    /// </summary>
    /// <exception cref="UserErrorException">Nothing, or more than one thing, has that name.</exception>
    public static async Task<HistorySubject> Read(EdgeFlowClient client, string text, CancellationToken cancel)
    {
        var parts = text.Split(':', 2);
        if (Single.TryGetValue(text, out var only))
        {
            return new HistorySubject(only);
        }

        if (Number(parts[0] == Plans && parts.Length == 2 ? parts[1] : text) is { } revision)
        {
            return new HistorySubject(Plans, revision);
        }

        if (parts.Length == 2)
        {
            return Kinds.Contains(parts[0])
                ? new HistorySubject($"{parts[0]}-{parts[1]}")
                : throw new UserErrorException(
                    $"'{text}' is no subject: expected a name, "
                    + $"{string.Join(", ", Kinds.Select(kind => $"{kind}:NAME"))}, plan, plan:REVISION, "
                    + "control-plane or settings.");
        }

        var found = new List<string>();
        foreach (var kind in Kinds)
        {
            if (await IsThere(client, $"{kind}-{text}", cancel))
            {
                found.Add(kind);
            }
        }

        return found.Count switch
        {
            1 => new HistorySubject($"{found[0]}-{text}"),
            0 => throw new UserErrorException(
                $"nothing is known of '{text}': no job, node, link or application has that name."),
            _ => throw new UserErrorException(
                $"'{text}' is the name of a {string.Join(" and of a ", found)}: "
                + $"say {string.Join(" or ", found.Select(kind => $"{kind}:{text}"))}."),
        };
    }

    private static async Task<bool> IsThere(EdgeFlowClient client, string stream, CancellationToken cancel) =>
        (await client.Get<Page<EventView>>(
            $"/v1/events?limit=1&stream={Uri.EscapeDataString(stream)}", cancel)).Items.Count > 0;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
