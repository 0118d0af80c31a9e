using EdgeFlow.Api.Access;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Events;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace EdgeFlow.Api.Resources;

/// <summary>Sends events as they come, to each caller what it may see. Thread safe.</summary>
internal sealed class EventStreams(
    EventViews events, Redactor redactor, HttpLimits limits, TimeProvider time, IHostApplicationLifetime host)
{
    /// <summary>Sends until the caller leaves or this process ends.</summary>
    /// <param name="http">The request.</param>
    /// <param name="filter">Which events.</param>
    /// <param name="after">The last sequence number that the caller has; null to begin.</param>
    public async Task<IResult> Send(HttpContext http, EventFilter filter, long? after)
    {
        if (ServerSentEvents.After(http, after) is not { } from || from < 0)
        {
            return Problems.Of(
                ProblemKinds.InvalidQuery, "Last-Event-ID and after must be an event's sequence number.");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        var tenant = http.Caller().Tenant;
        var found = events.Follow(filter with { Tenant = tenant }, from, stop.Token);
        await ServerSentEvents.Send(
            http, tenant is null ? found : redactor.Redact(found, tenant, stop.Token), limits.WatchBeat, time,
            stop.Token);
        return Results.Empty;
    }
}
