using System.Globalization;
using EdgeFlow.Api.Access;
using EdgeFlow.Api.Http;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/state</c>: everything as it was at a place of the history, and how it went on from there.</summary>
internal static class StateApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/state", Find)
            .WithSummary("Jobs, nodes, links and the plan at ?at= (a time or an event's number; now without)")
            .Produces<StateView>().Produces<Problem>(400, Problems.MediaType);
        routes.MapGet("/state/deltas", Deltas).WithSummary("What each event changed, from ?from= to ?to=")
            .Produces<Page<StateDelta>>().Produces<Problem>(400, Problems.MediaType);
    }

    private static async Task<IResult> Find(HttpContext http, PastReads past, Worlds worlds, string? at)
    {
        var place = at ?? Text(await worlds.Last(http.RequestAborted));
        return await past.Of(place, http, (world, tenant) =>
        {
            var state = PastViews.State(world, tenant);
            return Replies.Json(state with { Nodes = [.. state.Nodes.Select(node => NodesApi.Shown(http, node))] });
        });
    }

    private static async Task<IResult> Deltas(
        HttpContext http, Moments moments, PastDeltas deltas, Worlds worlds, HttpLimits limits, string? from,
        string? to, int? limit, string? cursor)
    {
        if (new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var stop = http.RequestAborted;
        var last = Text(await worlds.Last(stop));
        var begin = await moments.Find(place is null ? "from" : "cursor", place?[0] ?? from ?? last, stop);
        var end = await moments.Find("to", to ?? last, stop);
        if ((begin.Refusal ?? end.Refusal) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var (first, final) = (begin.Value!.Sequence, end.Value!.Sequence);
        if (first > final)
        {
            return Problems.Of(ProblemKinds.InvalidQuery, "from must not be after to.");
        }

        var (found, reached) = await deltas.Between(first, final, most, http.Caller().Tenant, stop);
        return Replies.Json(new Page<StateDelta>(
            [.. found.Select(delta => Shown(http, delta))], reached < final ? Cursor.Write(Text(reached)) : null));
    }

    private static StateDelta Shown(HttpContext http, StateDelta delta) => delta with
    {
        Nodes = delta.Nodes?.ToDictionary(
            node => node.Key, node => node.Value is null ? null : NodesApi.Shown(http, node.Value)),
    };

    private static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);
}
