using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Stages.External;

/// <summary>See <see cref="ExternalFactory"/>.</summary>
internal sealed class ExternalStage : IStage
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);
    private readonly Uri target;
    private readonly TimeSpan timeout;
    private readonly int maxBytes;
    private readonly HttpClient client;

    public ExternalStage(Uri target, TimeSpan timeout, int maxBytes, bool loopbackOnly)
    {
        (this.target, this.timeout, this.maxBytes) = (target, timeout, maxBytes);
        var handler = new SocketsHttpHandler
        {
            // A redirect or a proxy would lead to hosts that nobody allowed.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = ConnectionLifetime,
        };
        if (loopbackOnly)
        {
            handler.ConnectCallback = ConnectLoopback;
        }

        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        var frame = StageFrames.Merge(inputs);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(timeout);
        try
        {
            using var request = Request(frame);
            using var answer = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);
            return frame with { Parts = await Read(answer, limited.Token).ConfigureAwait(false) };
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new StageException("Timeout", $"{target} gave no answer within {timeout.TotalSeconds} s.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new StageException("Unreachable", $"{target} could not be asked: {error.Message}", error);
        }
    }

    public void Dispose() => client.Dispose();

    private HttpRequestMessage Request(Frame frame)
    {
        var content = new MultipartFormDataContent();
        foreach (var part in frame.Parts)
        {
            var field = new ReadOnlyMemoryContent(part.Data);
            if (part.Name.Any(char.IsControl) || part.ContentType.Any(char.IsControl)
                || !field.Headers.TryAddWithoutValidation("Content-Type", part.ContentType))
            {
                throw new StageException("BadInput", $"Part '{part.Name}' cannot be sent as '{part.ContentType}'.");
            }

            // With a file name, because many servers take a field without one for text and spoil its bytes.
            content.Add(field, part.Name, part.Name);
        }

        var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = content };
        request.Headers.Add("EdgeFlow-Frame-Id", frame.Id.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("EdgeFlow-Captured-At", frame.CapturedAtUnixMs.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    private async Task<IReadOnlyList<FramePart>> Read(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new StageException("Refused", $"{target} answered {(int)answer.StatusCode} {answer.ReasonPhrase}.");
        }

        // Read as it came: the content type of a tensor has commas, which a strict reading does not take.
        var type = answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values)
            ? values.ToString()
            : "application/octet-stream";
        var body = await ReadLimited(answer.Content, cancel).ConfigureAwait(false);
        return type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            ? await MultipartAnswer.Read(body, type, cancel).ConfigureAwait(false)
            : [new FramePart("result", type, body)];
    }

    private async Task<byte[]> ReadLimited(HttpContent content, CancellationToken cancel)
    {
        var stream = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + read > maxBytes)
            {
                throw new StageException("TooLarge", $"{target} answered with more than {maxBytes} bytes.");
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    // A name such as "localhost" could be made to point elsewhere, so that the address itself is what counts.
    private static async ValueTask<Stream> ConnectLoopback(
        SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel).ConfigureAwait(false);
        var addresses = found.Where(IPAddress.IsLoopback).ToArray();
        if (addresses.Length == 0)
        {
            throw new HttpRequestException($"{context.DnsEndPoint.Host} is not this machine");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
