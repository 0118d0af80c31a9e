using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// Frames, probes and acknowledgements to other nodes over HTTP/1.1 with kept connections. Addresses come from
/// directives only, and redirects are not followed, so a peer cannot make a node call anybody else. Safe for concurrent
/// use.
/// </summary>
/// <param name="http">Made by <see cref="DirectHttp.Client"/>.</param>
/// <param name="limits">Named limits.</param>
public sealed class HttpFlowTransport(HttpMessageInvoker http, FlowLimits limits) : IFlowTransport
{
    /// <inheritdoc/>
    public Task<FlowReply> Send(
        FlowKey key, FlowTarget target, EncodedFrame frame, TokenBucket? shaper, CancellationToken cancel)
    {
        var shapedMs = target.BandwidthBitsPerSecond > 0 ? frame.Length * 8000.0 / target.BandwidthBitsPerSecond : 0;
        var timeout = limits.SendTimeout + TimeSpan.FromMilliseconds(shapedMs * 2 * limits.ParallelSends);
        var request = Request(HttpMethod.Post, key, target, frame.Frame.Id);
        request.Content = new FrameContent(frame, shaper);
        return Exchange(request, timeout, cancel);
    }

    /// <inheritdoc/>
    public Task<FlowReply> Probe(FlowKey key, FlowTarget target, long frame, CancellationToken cancel) =>
        Exchange(Request(HttpMethod.Get, key, target, frame), limits.SendTimeout, cancel);

    /// <inheritdoc/>
    public async Task<bool> Acknowledge(
        FlowKey key, string address, int epoch, IReadOnlyList<long> frames, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(limits.SendTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(address, "acks", key, null, epoch))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(frames, ProtocolJson.Options)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<FlowReply> Exchange(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            using (request)
            {
                using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
                return await Read(response, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return new FlowReply(FlowStatus.Unreachable);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new FlowReply(FlowStatus.Unreachable);
        }
    }

    private static async Task<FlowReply> Read(HttpResponseMessage response, CancellationToken cancel)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.Accepted:
                return new FlowReply(FlowStatus.Held, Instance: Header(response, FlowHeaders.StageInstance));
            case HttpStatusCode.OK:
                return new FlowReply(FlowStatus.Completed);
            case HttpStatusCode.NoContent:
                return new FlowReply(FlowStatus.Missing);
            case HttpStatusCode.Conflict:
                var stale = await response.Content.ReadFromJsonAsync<EpochBody>(ProtocolJson.Options, cancel)
                    .ConfigureAwait(false);
                return new FlowReply(FlowStatus.StaleEpoch, Epoch: stale?.Epoch ?? 0);
            case (HttpStatusCode)425:
                return new FlowReply(FlowStatus.TooEarly);
            case HttpStatusCode.NotFound:
                return new FlowReply(FlowStatus.NotHosted);
            case HttpStatusCode.TooManyRequests:
                _ = int.TryParse(
                    Header(response, FlowHeaders.RetryAfterMs), CultureInfo.InvariantCulture, out var wait);
                return new FlowReply(FlowStatus.Full, RetryAfterMs: Math.Max(0, wait));
            case HttpStatusCode.RequestEntityTooLarge:
                return new FlowReply(FlowStatus.TooLarge);
            case HttpStatusCode.BadRequest:
                return new FlowReply(FlowStatus.Malformed);
            case HttpStatusCode.Unauthorized:
                return new FlowReply(FlowStatus.Unauthorized);
            default:
                return new FlowReply(FlowStatus.Unreachable);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, FlowKey key, FlowTarget target, long frame) =>
        new(method, Address(target.NextHop, "flows", key, frame, target.Epoch));

    private static Uri Address(string node, string kind, FlowKey key, long? frame, int epoch) => new(
        string.Create(CultureInfo.InvariantCulture, $"{node.TrimEnd('/')}/{kind}/{key.Job}/{key.From}/{key.To}")
        + (frame is null ? "" : string.Create(CultureInfo.InvariantCulture, $"/{frame}"))
        + string.Create(CultureInfo.InvariantCulture, $"?epoch={epoch}"));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private sealed record EpochBody(int Epoch);
}
