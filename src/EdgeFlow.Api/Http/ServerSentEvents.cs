using System.Globalization;
using System.Text.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>
/// Sends stored events as they come (<c>text/event-stream</c>): the id is the event's sequence number, so that a caller
/// that lost the connection goes on with <c>Last-Event-ID</c> and misses none.
/// </summary>
internal static class ServerSentEvents
{
    /// <summary>The place after which a caller wants events: its Last-Event-ID, else its <c>after</c>, else
    /// 0.</summary>
    public static long? After(HttpContext http, long? after)
    {
        var last = http.Request.Headers["Last-Event-ID"].ToString();
        return last.Length == 0 ? after ?? 0
            : long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
            : null;
    }

    /// <summary>Sends until the caller leaves or the events end.</summary>
    public static async Task Send(
        HttpContext http, IAsyncEnumerable<EventView> events, TimeSpan beat, TimeProvider time, CancellationToken stop)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.WriteAsync(": hello\n\n", stop).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(stop).ConfigureAwait(false);
        await using var source = events.GetAsyncEnumerator(stop);
        var next = source.MoveNextAsync().AsTask();
        while (true)
        {
            if (!next.IsCompleted)
            {
                await Task.WhenAny(next, Task.Delay(beat, time, stop)).ConfigureAwait(false);
            }

            if (!next.IsCompleted)
            {
                await http.Response.WriteAsync(": alive\n\n", stop).ConfigureAwait(false);
            }
            else if (await next.ConfigureAwait(false))
            {
                await http.Response.WriteAsync(Text(source.Current), stop).ConfigureAwait(false);
                next = source.MoveNextAsync().AsTask();
            }
            else
            {
                return;
            }

            await http.Response.Body.FlushAsync(stop).ConfigureAwait(false);
        }
    }

    private static string Text(EventView item) =>
        $"id: {item.Sequence}\nevent: {item.Type}\ndata: {JsonSerializer.Serialize(item, ProtocolJson.Options)}\n\n";
}
