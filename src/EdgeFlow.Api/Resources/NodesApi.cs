using EdgeFlow.Api.Access;
using EdgeFlow.Api.Dapr;
using EdgeFlow.Api.Hosting;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Access;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/nodes</c>: machines that host stages.</summary>
internal static class NodesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/nodes", Register).WithSummary("A node's process says what it is")
            .Accepts<NodeRegistration>("application/json").Produces<NodeLease>()
            .Produces<Problem>(409, Problems.MediaType);
        routes.MapPost("/nodes/{node}/heartbeat", Beat).WithSummary("Renews its lease")
            .Accepts<Heartbeat>("application/json").Produces<HeartbeatReply>();
        routes.MapGet("/nodes", Page).WithSummary("Nodes, by name; ?at= as they were").Produces<Page<NodeView>>();
        routes.MapGet("/nodes/{node}", Find).WithSummary("One node; ?at= as it was").Produces<NodeView>();
        routes.MapPost("/nodes/{node}/drain", Drain).WithSummary("Hands over its stages and takes no more")
            .Produces<NodeView>(202);
        routes.MapDelete("/nodes/{node}", Leave).WithSummary("It leaves; with ?incarnation= only that process")
            .Produces(204);
    }

    private static async Task<IResult> Register(HttpContext http, NodeRegistry nodes, SidecarPlace sidecar)
    {
        var body = await JsonBody.Read<NodeRegistration>(http.Request, http.RequestAborted);
        if (body.Refusal is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var refusal = NodeAppId.Wrong(body.Value!.Node, ControlPlane.AppId) is { } unfit
            ? Refusal.Of(ProblemKinds.InvalidName, unfit)
            : NodeSpeaker.Check(http, body.Value!.Node);
        return refusal is not null
            ? Problems.Of(refusal)
            : Replies.Of(await nodes.Register(
                body.Value!, sidecar.Advertised.ToString(), RequestStory.OfNode(http, body.Value!.Node),
                http.RequestAborted));
    }

    private static async Task<IResult> Beat(HttpContext http, HeartbeatDesk desk, SidecarPlace sidecar, string node)
    {
        var body = await JsonBody.Read<Heartbeat>(http.Request, http.RequestAborted);
        if ((body.Refusal ?? NodeSpeaker.Check(http, node)) is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var reply = await desk.Take(node, body.Value!, http.RequestAborted);
        return Replies.Json(reply with { SidecarAddress = sidecar.Advertised.ToString() });
    }

    private static async Task<IResult> Page(
        HttpContext http, NodeViews nodes, PastReads past, HttpLimits limits, int? limit, string? cursor, string? at)
    {
        if (new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        return at is null
            ? NodesPage(http, await nodes.Page(place?[0], most, http.RequestAborted), most)
            : await past.Of(
                at, http, (world, _) => NodesPage(http, PastViews.Nodes(world, place?[0], most), most));
    }

    private static IResult NodesPage(HttpContext http, IReadOnlyList<NodeView> page, int most) =>
        PageQuery.Page([.. page.Select(view => Shown(http, view))], most, last => Cursor.Write(last.Node));

    private static async Task<IResult> Find(HttpContext http, NodeViews nodes, PastReads past, string node, string? at)
    {
        if (at is not null)
        {
            return await past.Of(at, http, (world, _) => Replies.Found(
                PastViews.Node(world, node) is { } then ? Shown(http, then) : null, "node then"));
        }

        var view = await nodes.Find(node, http.RequestAborted);
        if (view is not null)
        {
            Tags.Set(http, view.Revision);
        }

        return Replies.Found(view is null ? null : Shown(http, view), "node");
    }

    // Where a node can be reached, and by which name its process goes, is nothing to a tenant. What it does for others'
    // jobs is left out of every answer.
    internal static NodeView Shown(HttpContext http, NodeView view) =>
        http.Caller().Tenant is null ? view : view with { Address = "", Incarnation = "" };

    private static async Task<IResult> Drain(HttpContext http, NodeRegistry nodes, NodeViews views, string node)
    {
        var reason = "an operator asked";
        if (http.Request.ContentLength > 0)
        {
            var body = await JsonBody.Read<DrainRequest>(http.Request, http.RequestAborted);
            if (body.Refusal is { } wrong)
            {
                return Problems.Of(wrong);
            }

            reason = body.Value!.Reason ?? reason;
        }

        return await nodes.Drain(node, reason, RequestStory.Of(http), http.RequestAborted) is { } refusal
            ? Problems.Of(refusal)
            : Replies.Json(await views.Find(node, http.RequestAborted), 202);
    }

    // A node speaks for its own process; to take away whichever there is, is the operator's.
    private static async Task<IResult> Leave(HttpContext http, NodeRegistry nodes, string node, string? incarnation) =>
        incarnation is null && http.Caller().Role == CallerRole.Node
            ? Problems.Of(ProblemKinds.Forbidden, "A node leaves with its ?incarnation=.")
            : incarnation is not null && NodeSpeaker.Check(http, node) is { } stranger ? Problems.Of(stranger)
            : Replies.Done(await nodes.Leave(
                node, incarnation, incarnation is null ? RequestStory.Of(http) : RequestStory.OfNode(http, node),
                http.RequestAborted));
}
