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
    public static Task Send(
        HttpContext http, IAsyncEnumerable<EventView> events, TimeSpan beat, TimeProvider time,
        CancellationToken stop) => Send(http, events, Text, beat, time, stop);

    /// <summary>Sends messages until the caller leaves or they end.</summary>
    /// <typeparam name="T">What a message tells.</typeparam>
    /// <param name="http">The request.</param>
    /// <param name="messages">What is told.</param>
    /// <param name="text">How a message is written, with its blank line.</param>
    /// <param name="beat">How often a silent stream says that it is alive.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task Send<T>(
        HttpContext http, IAsyncEnumerable<T> messages, Func<T, string> text, TimeSpan beat, TimeProvider time,
        CancellationToken stop)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        await Write(http, ": hello\n\n", stop).ConfigureAwait(false);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var source = messages.GetAsyncEnumerator(end.Token);
        var next = source.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                await Task.WhenAny(next, Task.Delay(beat, time, stop)).ConfigureAwait(false);
                if (!next.IsCompleted)
                {
                    await Write(http, ": alive\n\n", stop).ConfigureAwait(false);
                }
                else if (await next.ConfigureAwait(false))
                {
                    await Write(http, text(source.Current), stop).ConfigureAwait(false);
                    next = source.MoveNextAsync().AsTask();
                }
                else
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The caller has left, or this process ends: it goes on elsewhere from the last id.
        }
        finally
        {
            // A source must not be closed while it is being read.
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task Write(HttpContext http, string text, CancellationToken stop)
    {
        await http.Response.WriteAsync(text, stop).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(stop).ConfigureAwait(false);
    }

    private static string Text(EventView item) =>
        $"id: {item.Sequence}\nevent: {item.Type}\ndata: {JsonSerializer.Serialize(item, ProtocolJson.Options)}\n\n";
}
