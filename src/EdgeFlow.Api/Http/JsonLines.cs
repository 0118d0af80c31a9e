using System.Text.Json;
using EdgeFlow.Protocol;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>Sends documents one a line as they are made (<c>application/x-ndjson</c>).</summary>
internal static class JsonLines
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/x-ndjson";

    /// <summary>Sends until there are no more, or the caller has gone; a failure on the way breaks the connection off,
    /// so that nobody takes a part for the whole.</summary>
    public static async Task Send<T>(HttpContext http, IAsyncEnumerable<T> items, CancellationToken stop)
    {
        http.Response.ContentType = MediaType;
        try
        {
            await http.Response.StartAsync(stop).ConfigureAwait(false);
            await foreach (var item in items.WithCancellation(stop).ConfigureAwait(false))
            {
                await http.Response.WriteAsync(JsonSerializer.Serialize(item, ProtocolJson.Options) + "\n", stop)
                    .ConfigureAwait(false);
                await http.Response.Body.FlushAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The caller has gone, or this process ends: what was sent must not look like all of it.
            http.Abort();
        }
    }
}
