using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace EdgeFlow.Durable.Grpc;

/// <summary>
/// A gRPC client over HTTP/2: unary calls and server streams. It opens connections as it needs them and again after
/// they are lost; it repeats no call by itself. Thread safe.
/// </summary>
public sealed class GrpcClient : IWorkflowTransport
{
    private static readonly StreamPipeReaderOptions ReaderOptions = new(leaveOpen: true);
    private readonly HttpMessageInvoker _http;
    private readonly GrpcClientOptions _options;

    /// <summary>Makes a client; no connection is opened before the first call.</summary>
    /// <param name="options">Where to call, and the limits.</param>
    public GrpcClient(GrpcClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = options.PingDelay,
            KeepAlivePingTimeout = options.PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        });
    }

    /// <inheritdoc/>
    public async Task<T> Unary<T>(
        string method, IMessage request, MessageParser<T> parser, TimeSpan timeout, CancellationToken cancel)
        where T : class, IMessage<T>
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(timeout);
        try
        {
            using var message = NewRequest(method, request, sent: null);
            message.Headers.TryAddWithoutValidation(GrpcHeaders.Timeout, GrpcHeaders.FormatTimeout(timeout));
            using var response = await _http.SendAsync(message, deadline.Token).ConfigureAwait(false);
            CheckHead(method, response);
            var body = await OpenBody(response, deadline.Token).ConfigureAwait(false);
            try
            {
                var answer = await Next(body, parser, deadline.Token).ConfigureAwait(false);
                await DrainTo(body, response, method, deadline.Token).ConfigureAwait(false);
                return answer ?? throw new GrpcException(GrpcStatus.Internal, $"{method} ended well without an answer");
            }
            finally
            {
                await body.CompleteAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new GrpcException(
                GrpcStatus.DeadlineExceeded, $"{method} took longer than {timeout.TotalSeconds:0.###} s");
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw Lost(method, lost, cancel);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<T> ServerStream<T>(
        string method,
        IMessage request,
        MessageParser<T> parser,
        Action? sent = null,
        [EnumeratorCancellation] CancellationToken cancel = default)
        where T : class, IMessage<T>
    {
        using var message = NewRequest(method, request, sent);
        using var response = await Guard(method, _http.SendAsync(message, cancel), cancel).ConfigureAwait(false);
        CheckHead(method, response);
        var body = await Guard(method, OpenBody(response, cancel), cancel).ConfigureAwait(false);
        try
        {
            while (await Guard(method, Next(body, parser, cancel).AsTask(), cancel).ConfigureAwait(false) is { } item)
            {
                yield return item;
            }

            CheckEnd(method, response.TrailingHeaders);
        }
        finally
        {
            await body.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes every connection; calls under way fail.</summary>
    public void Dispose() => _http.Dispose();

    private static async Task<PipeReader> OpenBody(HttpResponseMessage response, CancellationToken cancel) =>
        PipeReader.Create(await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false), ReaderOptions);

    private static async Task<T> Guard<T>(string method, Task<T> step, CancellationToken cancel)
    {
        try
        {
            return await step.ConfigureAwait(false);
        }
        catch (OperationCanceledException slow) when (!cancel.IsCancellationRequested)
        {
            // The attempt to connect has a limit of its own.
            throw new GrpcException(GrpcStatus.Unavailable, $"{method}: {slow.Message}", slow);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw Lost(method, lost, cancel);
        }
    }

    private static Exception Lost(string method, Exception lost, CancellationToken cancel) =>
        cancel.IsCancellationRequested
            ? new OperationCanceledException($"{method} was given up", lost, cancel)
            : new GrpcException(GrpcStatus.Unavailable, $"{method}: {lost.Message}", lost);

    private static void CheckHead(string method, HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new GrpcException(StatusOf(response.StatusCode), $"{method}: HTTP {(int)response.StatusCode}");
        }

        // A failure before the first message comes as headers alone ("trailers only").
        if (response.Headers.Contains(GrpcHeaders.Status))
        {
            CheckEnd(method, response.Headers);
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        if (type?.StartsWith(GrpcHeaders.ContentType, StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new GrpcException(GrpcStatus.Unknown, $"{method}: the answer is {type ?? "untyped"} and not gRPC");
        }
    }

    private static void CheckEnd(string method, System.Net.Http.Headers.HttpResponseHeaders trailers)
    {
        if (!trailers.TryGetValues(GrpcHeaders.Status, out var values))
        {
            throw new GrpcException(GrpcStatus.Unknown, $"{method}: the stream ended without {GrpcHeaders.Status}");
        }

        var known = int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (known && number == (int)GrpcStatus.Ok)
        {
            return;
        }

        var text = trailers.TryGetValues(GrpcHeaders.Message, out var texts) ? texts.First() : "";
        var status = known && number <= (int)GrpcStatus.Unauthenticated ? (GrpcStatus)number : GrpcStatus.Unknown;
        throw new GrpcException(status, $"{method}: {GrpcHeaders.DecodeMessage(text)}");
    }

    private static GrpcStatus StatusOf(HttpStatusCode code) => code switch
    {
        HttpStatusCode.BadRequest => GrpcStatus.Internal,
        HttpStatusCode.Unauthorized => GrpcStatus.Unauthenticated,
        HttpStatusCode.Forbidden => GrpcStatus.PermissionDenied,
        HttpStatusCode.NotFound => GrpcStatus.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => GrpcStatus.Unavailable,
        _ => GrpcStatus.Unknown,
    };

    private static async Task DrainTo(
        PipeReader body, HttpResponseMessage response, string method, CancellationToken cancel)
    {
        // The trailers are there only once the end of the body was read.
        while (true)
        {
            var rest = await body.ReadAsync(cancel).ConfigureAwait(false);
            if (!rest.Buffer.IsEmpty)
            {
                body.AdvanceTo(rest.Buffer.End);
                throw new GrpcException(GrpcStatus.Internal, $"{method} answered a unary call more than once");
            }

            if (rest.IsCompleted)
            {
                CheckEnd(method, response.TrailingHeaders);
                return;
            }

            body.AdvanceTo(rest.Buffer.End);
        }
    }

    private ValueTask<T?> Next<T>(PipeReader body, MessageParser<T> parser, CancellationToken cancel)
        where T : class, IMessage<T> => GrpcFraming.Read(body, parser, _options.MaxMessageBytes, cancel);

    private HttpRequestMessage NewRequest(string method, IMessage request, Action? sent)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(_options.Address, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new GrpcRequestContent(request, sent),
        };
        message.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in _options.Metadata)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
