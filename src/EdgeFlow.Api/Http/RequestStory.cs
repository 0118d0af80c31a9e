using System.Diagnostics;
using EdgeFlow.Api.Access;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Http;

/// <summary>
/// Gives each request the correlation id of its story: the caller's <c>X-Correlation-Id</c>, else the trace of its
/// <c>traceparent</c> (W3C Trace Context), else a new one. The answer names it, and every event that the request causes
/// carries it.
/// </summary>
internal sealed class RequestStory(RequestDelegate next)
{
    private static readonly object Key = new();

    /// <summary>Runs the rest of the pipeline in the request's story.</summary>
    public Task Invoke(HttpContext http)
    {
        var given = http.Request.Headers[ProtocolHeaders.Correlation].ToString();
        if (given.Length > 0 && !ProtocolHeaders.IsCorrelation(given))
        {
            return Problems.Write(http, Refusal.Of(
                ProblemKinds.InvalidQuery,
                $"{ProtocolHeaders.Correlation} must be 1 to {ProtocolHeaders.MaxCorrelation} visible ASCII "
                + "characters."));
        }

        var id = given.Length > 0 ? given : Trace(http) ?? Guid.CreateVersion7().ToString("N");
        http.Items[Key] = id;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[ProtocolHeaders.Correlation] = id;
            return Task.CompletedTask;
        });
        return next(http);
    }

    /// <summary>The correlation id of a request's story.</summary>
    public static string? CorrelationOf(HttpContext http) => (string?)http.Items[Key];

    /// <summary>What is noted beside the events that a caller's request causes.</summary>
    public static EventMetadata Of(HttpContext http) => Of(http, http.Caller().Actor);

    /// <summary>What is noted beside the events that a node's request causes.</summary>
    public static EventMetadata OfNode(HttpContext http, string node) => Of(http, Actors.Node(node));

    // The route's pattern, not the path: a path is the caller's text.
    private static EventMetadata Of(HttpContext http, string actor) => new(
        (string?)http.Items[Key],
        Causes.Request(http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? ""), actor);

    private static string? Trace(HttpContext http) =>
        ActivityContext.TryParse(http.Request.Headers.TraceParent.ToString(), null, out var trace)
            ? trace.TraceId.ToHexString()
            : null;
}
