using System.Globalization;
using EdgeFlow.Api.Http;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Outbox;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/outbox</c>: how far public events are published, and those that the broker refused.</summary>
internal static class OutboxApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/outbox", Status).WithSummary("How far public events are published, and what came by message")
            .Produces<OutboxView>();
        routes.MapGet("/outbox/set-aside", SetAside).WithSummary("Events that the broker refused again and again")
            .Produces<Page<SetAsideEvent>>();
        routes.MapPost("/outbox/set-aside/{sequence:long:min(1)}/retry", Retry)
            .WithSummary("Publishes such an event now, out of its order").Produces<SetAsideEvent>()
            .Produces<Problem>(404, Problems.MediaType).Produces<Problem>(503, Problems.MediaType);
    }

    private static async Task<IResult> Status(HttpContext http, OutboxDesk desk) =>
        Replies.Json(await desk.Status(http.RequestAborted));

    private static async Task<IResult> SetAside(
        HttpContext http, OutboxDesk desk, HttpLimits limits, int? limit, string? cursor)
    {
        if (new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var page = await desk.SetAside(place is null ? 0 : Cursor.Number(place[0]) ?? 0, most, http.RequestAborted);
        return PageQuery.Page(
            page, most, last => Cursor.Write(last.Sequence.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> Retry(HttpContext http, OutboxDesk desk, long sequence) =>
        Replies.Of(await desk.Retry(sequence, http.RequestAborted));
}
