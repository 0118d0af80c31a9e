using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Grpc;

/// <summary>A part of a history that fits into one message.</summary>
internal static class HistoryPage
{
    /// <summary>
    /// The events after those that the caller has, until they are as many bytes as it takes; at least one, so that
    /// every page gets further. A caller that names no size gets all of them.
    /// </summary>
    public static GetInstanceHistoryResponse Of(
        IReadOnlyList<HistoryEvent> events, GetInstanceHistoryRequest request)
    {
        var page = new GetInstanceHistoryResponse();
        var bytes = 0L;
        foreach (var item in events.Skip((int)Math.Min(request.Skip, int.MaxValue)))
        {
            bytes += item.CalculateSize();
            if (request.MaxBytes > 0 && bytes > request.MaxBytes && page.Events.Count > 0)
            {
                page.More = true;
                break;
            }

            page.Events.Add(item);
        }

        return page;
    }
}
