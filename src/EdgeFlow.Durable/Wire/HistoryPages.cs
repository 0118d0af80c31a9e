namespace EdgeFlow.Durable.Wire;

/// <summary>
/// Reads a history in pages, each small enough for one message. A sidecar that knows no pages gives all of it at once,
/// which then has to fit.
/// </summary>
internal static class HistoryPages
{
    /// <summary>A page is half of what a message may be, because its last event may be large.</summary>
    private const int Share = 2;

    public static async Task<IReadOnlyList<HistoryEvent>> Read(
        string instanceId,
        int maxMessageBytes,
        Func<GetInstanceHistoryRequest, Task<GetInstanceHistoryResponse>> fetch)
    {
        var page = await fetch(Ask(instanceId, 0, maxMessageBytes)).ConfigureAwait(false);
        if (!page.More)
        {
            return page.Events;
        }

        var events = new List<HistoryEvent>(page.Events);
        while (page is { More: true, Events.Count: > 0 })
        {
            page = await fetch(Ask(instanceId, events.Count, maxMessageBytes)).ConfigureAwait(false);
            events.AddRange(page.Events);
        }

        return events;
    }

    private static GetInstanceHistoryRequest Ask(string instanceId, int skip, int maxMessageBytes) => new()
    {
        InstanceId = instanceId,
        Skip = (uint)skip,
        MaxBytes = (uint)(maxMessageBytes / Share),
    };
}
