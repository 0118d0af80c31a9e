using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Personal;
using EdgeFlow.Protocol.Results;
using EdgeFlow.StageWorker.Personal;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Registration;

/// <summary>
/// The control plane's HTTP API as a node needs it. Never throws for a control plane that is away or refuses: it says
/// so. Safe for concurrent use.
/// </summary>
internal sealed class ControlClient(
    HttpMessageInvoker http, ControlAddress control, WorkerLimits limits, ILogger logger) : IPersonalKeys
{
    private const int MaxReasonChars = 500;

    public async Task<RegisterReply> Register(NodeRegistration registration, CancellationToken cancel)
    {
        var (status, body) = await Send(HttpMethod.Post, "/v1/nodes", registration, limits.ControlTimeout, cancel)
            .ConfigureAwait(false);
        return new RegisterReply(
            Succeeded(status) ? Read<NodeLease>(body) : null, status == HttpStatusCode.Conflict, Reason(status, body));
    }

    /// <summary>The answer, or null when there was none; a node that is not known there any more is told so.</summary>
    public async Task<HeartbeatReply?> Beat(
        string node, Heartbeat heartbeat, TimeSpan timeout, CancellationToken cancel)
    {
        var path = $"/v1/nodes/{node}/heartbeat";
        var (status, body) = await Send(HttpMethod.Post, path, heartbeat, timeout, cancel).ConfigureAwait(false);
        return status == HttpStatusCode.NotFound ? new HeartbeatReply(false, [])
            : Succeeded(status) ? Read<HeartbeatReply>(body) : null;
    }

    /// <summary>Says good-bye. False when nobody heard it; the lease then ends by itself.</summary>
    public async Task<bool> Leave(NodeIdentity node, CancellationToken cancel)
    {
        var path = $"/v1/nodes/{node.Node}?incarnation={node.Incarnation}";
        var (status, _) = await Send<object>(HttpMethod.Delete, path, null, limits.ControlTimeout, cancel)
            .ConfigureAwait(false);
        return Succeeded(status) || status == HttpStatusCode.NotFound;
    }

    public async Task<PostOutcome> Post(string job, ResultBatch batch, CancellationToken cancel)
    {
        var (status, body) = await Send(
            HttpMethod.Post, $"/v1/jobs/{job}/results", batch, limits.ControlTimeout, cancel).ConfigureAwait(false);
        var outcome = status switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => PostOutcome.Stored,
            HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.Gone => PostOutcome.Void,
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
                or HttpStatusCode.UnprocessableEntity => PostOutcome.Refused,
            _ => PostOutcome.Unreachable,
        };
        if (outcome != PostOutcome.Stored)
        {
            logger.LogDebug("Results of task {Task} of job {Job} under epoch {Epoch}: {Outcome}: {Reason}",
                batch.Task, job, batch.Epoch, outcome, Reason(status, body));
        }

        return outcome;
    }

    /// <summary>Which frames are done, or null when nobody says.</summary>
    public async Task<ResultProgress?> Progress(string job, CancellationToken cancel)
    {
        var path = $"/v1/jobs/{job}/results/progress";
        var (status, body) = await Send<object>(HttpMethod.Get, path, null, limits.ControlTimeout, cancel)
            .ConfigureAwait(false);
        return Succeeded(status) ? Read<ResultProgress>(body) : null;
    }

    /// <inheritdoc/>
    public async Task<byte[]?> PersonalKey(string job, CancellationToken cancel)
    {
        var path = $"/v1/jobs/{Uri.EscapeDataString(job)}/personal-key";
        var (status, body) = await Send<object>(HttpMethod.Get, path, null, limits.ControlTimeout, cancel)
            .ConfigureAwait(false);
        return Succeeded(status) && body.Length > 0 && Read<PersonalKey>(body) is { } found
            ? Convert.FromBase64String(found.Key)
            : null;
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> Send<TBody>(
        HttpMethod method, string path, TBody? body, TimeSpan timeout, CancellationToken cancel)
        where TBody : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        using var request = new HttpRequestMessage(method, new Uri(control.Root + path));
        control.Sign(request);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, ProtocolJson.Options));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        try
        {
            using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            var answer = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            return (response.StatusCode, answer);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            logger.LogDebug("{Method} {Path}: {Reason}", method, path, e.Message);
            return (0, []);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            logger.LogDebug("{Method} {Path}: no answer within {Timeout}", method, path, timeout);
            return (0, []);
        }
    }

    private T? Read<T>(byte[] body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, ProtocolJson.Options);
        }
        catch (JsonException e)
        {
            logger.LogWarning("The control plane's answer is not a {Type}: {Reason}", typeof(T).Name, e.Message);
            return null;
        }
    }

    private static bool Succeeded(HttpStatusCode status) => (int)status is >= 200 and < 300;

    private static string Reason(HttpStatusCode status, byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MaxReasonChars)));
        return status == 0 ? "no answer" : string.Create(CultureInfo.InvariantCulture, $"{(int)status} {text}");
    }
}
