using System.Net;
using EdgeFlow.Durable.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace EdgeFlow.Sidecar.Grpc;

/// <summary>
/// Passes calls on to the process that owns the instances, so that clients and workers may talk to any of them.
/// A call is passed on once at most. Thread-safe.
/// </summary>
internal sealed class PeerForwarder : IDisposable
{
    /// <summary>Marks a call that a peer has passed on already.</summary>
    public const string ForwardedHeader = "edgeflow-forwarded";
    private static readonly string[] RequestHeaders =
        [GrpcHeaders.AppId, GrpcHeaders.ApiToken, GrpcHeaders.Timeout, "te", "traceparent", "tracestate"];

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        UseProxy = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        KeepAlivePingDelay = TimeSpan.FromSeconds(10),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    });

    /// <summary>Passes one call on, its answer, stream and trailers back.</summary>
    /// <exception cref="GrpcException">Unavailable: no owner is known, or the call was passed on already.</exception>
    public async Task Forward(HttpContext http, string? ownerAddress, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(ownerAddress) || http.Request.Headers.ContainsKey(ForwardedHeader))
        {
            throw new GrpcException(GrpcStatus.Unavailable, "No sidecar owns the workflow instances at this moment.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, ownerAddress + http.Request.Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StreamContent(http.Request.Body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", GrpcHeaders.ContentType);
        request.Headers.TryAddWithoutValidation(ForwardedHeader, "1");
        foreach (var name in RequestHeaders)
        {
            if (http.Request.Headers.TryGetValue(name, out var value))
            {
                request.Headers.TryAddWithoutValidation(name, (string?)value);
            }
        }

        using var answer = await _client.SendAsync(request, cancel).ConfigureAwait(false);
        await http.Response.StartAsync(cancel).ConfigureAwait(false);
        await Copy(answer, http, cancel).ConfigureAwait(false);
        // The status may come in the headers instead, when there was no body.
        foreach (var name in new[] { GrpcHeaders.Status, GrpcHeaders.Message })
        {
            if (answer.TrailingHeaders.TryGetValues(name, out var values)
                || answer.Headers.TryGetValues(name, out values))
            {
                http.Response.AppendTrailer(name, new StringValues(values.ToArray()));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task Copy(HttpResponseMessage answer, HttpContext http, CancellationToken cancel)
    {
        await http.Response.BodyWriter.FlushAsync(cancel).ConfigureAwait(false);
        await using var body = await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        while (true)
        {
            var count = await body.ReadAsync(http.Response.BodyWriter.GetMemory(), cancel).ConfigureAwait(false);
            if (count == 0)
            {
                return;
            }

            http.Response.BodyWriter.Advance(count);
            await http.Response.BodyWriter.FlushAsync(cancel).ConfigureAwait(false);
        }
    }
}
