using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Sidecar.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Sidecar.Grpc;

/// <summary>
/// The HTTP side of every call: content type, token, deadline, dispatch to the owner's engine or to the peer that owns
/// the instances, and the trailers that carry the status.
/// </summary>
internal sealed class SidecarEndpoint(
    SidecarHost host, PeerForwarder peers, EmbeddedSidecarOptions options, TimeProvider clock, ILogger logger)
{
    private const string WorkItems = "GetWorkItems";

    /// <summary>Serves one call of the workflow service.</summary>
    public async Task Serve(HttpContext http, string method)
    {
        if (http.Request.ContentType?.StartsWith(GrpcHeaders.ContentType, StringComparison.OrdinalIgnoreCase) != true)
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        http.Response.ContentType = GrpcHeaders.ContentType;
        using var deadline = Deadline(http);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, deadline.Token);
        try
        {
            CheckToken(http);
            await Run(http, method, cancel.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away: nobody is left to read a status.
            http.Abort();
        }
        catch (Exception cause)
        {
            var failure = CallFailures.Translate(method, cause, deadline.IsCancellationRequested, logger);
            Finish(http, failure.Status, failure.Detail);
        }
    }

    /// <summary>Answers a gRPC call to a service that the sidecar does not have.</summary>
    public static Task ServeUnknown(HttpContext http)
    {
        http.Response.ContentType = GrpcHeaders.ContentType;
        Finish(http, GrpcStatus.Unimplemented, $"The sidecar does not serve {http.Request.Path}.");
        return Task.CompletedTask;
    }

    private static void Finish(HttpContext http, GrpcStatus status, string detail)
    {
        http.Response.AppendTrailer(GrpcHeaders.Status, ((int)status).ToString(CultureInfo.InvariantCulture));
        if (detail.Length > 0)
        {
            http.Response.AppendTrailer(GrpcHeaders.Message, GrpcHeaders.EncodeMessage(detail));
        }
    }

    private async Task Run(HttpContext http, string method, CancellationToken cancel)
    {
        if (host.Term is not { } term)
        {
            await peers.Forward(http, host.OwnerAddress, cancel).ConfigureAwait(false);
            return;
        }

        var appId = http.Request.Headers[GrpcHeaders.AppId].ToString();
        var context = new CallContext(appId.Length > 0 ? appId : options.DefaultAppId, cancel);
        if (method == WorkItems)
        {
            await WorkItemSender.Run(term.Engine, http, context).ConfigureAwait(false);
            return;
        }

        var answer = await term.Calls.Call(method, http.Request.BodyReader, context).ConfigureAwait(false);
        GrpcFraming.Write(http.Response.BodyWriter, answer);
        Finish(http, GrpcStatus.Ok, "");
    }

    private void CheckToken(HttpContext http)
    {
        if (string.IsNullOrEmpty(options.ApiToken))
        {
            return;
        }

        var given = Encoding.UTF8.GetBytes(http.Request.Headers[GrpcHeaders.ApiToken].ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(options.ApiToken)))
        {
            throw new GrpcException(GrpcStatus.Unauthenticated, "The call did not carry the right dapr-api-token.");
        }
    }

    private CancellationTokenSource Deadline(HttpContext http) =>
        GrpcHeaders.TryParseTimeout(http.Request.Headers[GrpcHeaders.Timeout], out var timeout)
            ? new CancellationTokenSource(timeout < LongestDelay ? timeout : LongestDelay, clock)
            : new CancellationTokenSource();

    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(40);
}
