using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Network;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/links</c>: what connects nodes.</summary>
internal static class LinksApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/links/{link}", Declare).WithSummary("Declares a link or changes it")
            .Accepts<LinkDeclaration>("application/json").Produces<LinkView>(201).Produces<LinkView>();
        routes.MapPut("/links/{link}/capacity", SetCapacity).WithSummary("What it has now; null for as declared")
            .Accepts<LinkCapacity>("application/json").Produces<LinkView>();
        routes.MapGet("/links", Page).WithSummary("Links, by id; ?at= as they were").Produces<Page<LinkView>>();
        routes.MapGet("/links/{link}", Find).WithSummary("One link; ?at= as it was").Produces<LinkView>();
        routes.MapDelete("/links/{link}", Remove).WithSummary("Takes it away").Produces(204);
    }

    private static async Task<IResult> Declare(HttpContext http, LinkRegistry links, string link)
    {
        var body = await JsonBody.Read<LinkDeclaration>(http.Request, http.RequestAborted);
        if (body.Refusal is { } wrong)
        {
            return Problems.Of(wrong);
        }

        if ((Names.Check("node a", body.Value!.A) ?? Names.Check("node b", body.Value.B)) is { } bad)
        {
            return Problems.Of(bad with { Kind = ProblemKinds.InvalidBody });
        }

        if (await NotAsSeen(http, links, link) is { } stale)
        {
            return Problems.Of(stale);
        }

        var answer = await links.Declare(link, body.Value, RequestStory.Of(http), http.RequestAborted);
        return answer.Refusal is { } refusal
            ? Problems.Of(refusal)
            : Replies.Made(http, answer.Value!, $"/v1/links/{link}", $"{answer.Value!.Value.Revision}", 201);
    }

    private static async Task<IResult> SetCapacity(HttpContext http, LinkRegistry links, string link)
    {
        var body = await JsonBody.Read<LinkCapacity>(http.Request, http.RequestAborted);
        return body.Refusal is { } wrong
            ? Problems.Of(wrong)
            : Replies.Of(await links.SetCapacity(link, body.Value!, RequestStory.Of(http), http.RequestAborted));
    }

    private static async Task<IResult> Page(
        HttpContext http, LinkRegistry links, PastReads past, HttpLimits limits, int? limit, string? cursor,
        string? at)
    {
        if (new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        return at is null
            ? LinksPage(await links.Page(place?[0], most, http.RequestAborted), most)
            : await past.Of(at, http, (world, _) => LinksPage(PastViews.Links(world, place?[0], most), most));
    }

    private static IResult LinksPage(IReadOnlyList<LinkView> page, int most) =>
        PageQuery.Page(page, most, last => Cursor.Write(last.Link));

    private static async Task<IResult> Find(
        HttpContext http, LinkRegistry links, PastReads past, string link, string? at)
    {
        if (at is not null)
        {
            return await past.Of(at, http, (world, _) => Replies.Found(PastViews.Link(world, link), "link then"));
        }

        var answer = await links.Find(link, http.RequestAborted);
        if (answer.Value is { } view)
        {
            Tags.Set(http, view.Revision);
        }

        return Replies.Of(answer);
    }

    private static async Task<IResult> Remove(HttpContext http, LinkRegistry links, string link) =>
        await NotAsSeen(http, links, link) is { } stale
            ? Problems.Of(stale)
            : Replies.Done(await links.Remove(link, RequestStory.Of(http), http.RequestAborted));

    private static async Task<Refusal?> NotAsSeen(HttpContext http, LinkRegistry links, string link)
    {
        if (Tags.Seen(http) is not { } seen)
        {
            return null;
        }

        var found = await links.Find(link, http.RequestAborted);
        return found.Value?.Revision == seen
            ? null
            : Refusal.Of(
                ProblemKinds.PreconditionFailed,
                $"Link '{link}' is at revision {found.Value?.Revision ?? 0}, not {seen}.");
    }
}
