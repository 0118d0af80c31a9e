using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EdgeFlow.Api.Access;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
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
        routes.MapGet("/plans", Page).WithSummary("Plans, newest first; ?at= those adopted by then")
            .Produces<Page<PlanView>>();
        routes.MapGet("/plans/current", Current).WithSummary("The plan in force; ?at= then")
            .Produces<PlanView>();
        routes.MapGet("/plans/{revision:int:min(1)}", Find).WithSummary("One plan, with the planner's report and input")
            .Produces<PlanView>();
        routes.MapGet("/plans/current/jobs/{job}/explanation", Explain)
            .WithSummary("Why a job is where it is, or waits, in plain words").Produces<JobExplanation>();
        routes.MapGet("/plans/current/jobs/{job}/why-not", WhyNot)
            .WithSummary("Why a task of a job is not on a node, and what would get worse there")
            .Produces<WhyNotAnswer>();
    }

    private static async Task<IResult> Explain(HttpContext http, PlanExplanations plans, string job) =>
        Names.Check("job", job) is { } bad
            ? Problems.Of(bad)
            : Replies.Of(await plans.Explain(job, http.RequestAborted));

    private static async Task<IResult> WhyNot(
        HttpContext http, PlanExplanations plans, string job, string? task, string? node) =>
        (Names.Check("job", job) ?? Names.Check("task", task) ?? Names.Check("node", node)) is { } bad
            ? Problems.Of(bad)
            : Replies.Of(await plans.WhyNot(job, task!, node!, http.RequestAborted));

    private static async Task<IResult> Page(
        HttpContext http, PlanViews plans, PastReads past, HttpLimits limits, int? limit, string? cursor, string? at)
    {
        if (new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var before = place is null ? null : (int?)Cursor.Number(place[0]);
        return at is null
            ? PlansPage(http, await plans.Page(before, most, http.RequestAborted), most)
            : await past.Of(at, http, async (world, _) => PlansPage(
                http, await plans.Page(
                    Math.Min(before ?? int.MaxValue, (world.Plan?.Revision ?? 0) + 1), most, http.RequestAborted),
                most));
    }

    private static IResult PlansPage(HttpContext http, IReadOnlyList<PlanView> page, int most) => PageQuery.Page(
        [.. page.Select(view => Shown(http, view))], most,
        last => Cursor.Write(last.Revision.ToString(CultureInfo.InvariantCulture)));

    private static async Task<IResult> Current(
        HttpContext http, PlanViews plans, PlanProofs proofs, PastReads past, string? at) =>
        at is null
            ? Replies.Found(
                Shown(http, await Judged(http, proofs, await plans.Find(null, http.RequestAborted))), "plan yet")
            : await past.Of(at, http, async (world, _) => Replies.Found(
                Shown(http, world.Plan is { } plan ? await plans.Find(plan.Revision, http.RequestAborted) : null),
                "plan then"));

    private static async Task<IResult> Find(HttpContext http, PlanViews plans, PlanProofs proofs, int revision)
    {
        Tags.Set(http, revision);
        return Replies.Found(
            Shown(http, await Judged(http, proofs, await plans.Find(revision, http.RequestAborted))), "plan");
    }

    // A plan made at once has no bound of its own; the one in force is judged while nothing happens.
    private static async Task<PlanView?> Judged(HttpContext http, PlanProofs proofs, PlanView? view) =>
        view is { Bound: null }
        && await proofs.Known(view.Revision, http.RequestAborted) is { Gap: { } gap, Certificate: { } proof }
            ? view with { Bound = proof.Bound, Gap = gap } : view;

    // The planner's input and report tell of everybody's jobs, and the objective sums over them. What else a plan says
    // of others' jobs is left out of every answer.
    [return: NotNullIfNotNull(nameof(view))]
    private static PlanView? Shown(HttpContext http, PlanView? view) => view is null || http.Caller().Tenant is null
        ? view
        : view with { Objective = 0, Bound = null, Gap = null, SnapshotHash = "", Report = null, Snapshot = null };
}
