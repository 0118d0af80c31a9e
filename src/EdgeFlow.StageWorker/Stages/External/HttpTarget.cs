using System.Net;
using System.Net.Sockets;

namespace EdgeFlow.StageWorker.Stages.External;

/// <summary>A stage behind an http or https address.</summary>
internal sealed class HttpTarget : IExternalTarget
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);
    private readonly Uri target;
    private readonly TimeSpan timeout;
    private readonly int maxBytes;
    private readonly HttpClient client;

    public HttpTarget(Uri target, TimeSpan timeout, int maxBytes, bool loopbackOnly)
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

    public async Task<ExternalAnswer> Post(
        HttpContent content, (string Name, string Value)[] headers, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = content };
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var answer = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? new(
                    ExternalAnswer.TypeOf(answer.Content),
                    await ReadLimited(answer.Content, limited.Token).ConfigureAwait(false))
                : throw new StageException(
                    "Refused", $"{target} answered {(int)answer.StatusCode} {answer.ReasonPhrase}.");
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
