using System.Globalization;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Plans;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Plans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/plans</c>: every plan ever adopted, with its reasons.</summary>
internal static class PlansApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/plans", Page).WithSummary("Plans, newest first").Produces<Page<PlanView>>();
        routes.MapGet("/plans/current", Current).WithSummary("The plan in force").Produces<PlanView>();
        routes.MapGet("/plans/{revision:int:min(1)}", Find).WithSummary("One plan, with the planner's report and input")
            .Produces<PlanView>();
    }

    private static async Task<IResult> Page(
        HttpContext http, PlanViews plans, HttpLimits limits, int? limit, string? cursor)
    {
        if (new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var before = place is null ? null : (int?)Cursor.Number(place[0]);
        return PageQuery.Page(
            await plans.Page(before, most, http.RequestAborted), most,
            last => Cursor.Write(last.Revision.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> Current(HttpContext http, PlanViews plans) =>
        Replies.Found(await plans.Find(null, http.RequestAborted), "plan yet");

    private static async Task<IResult> Find(HttpContext http, PlanViews plans, int revision)
    {
        Tags.Set(http, revision);
        return Replies.Found(await plans.Find(revision, http.RequestAborted), "plan");
    }
}
