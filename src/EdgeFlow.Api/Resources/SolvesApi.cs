using System.Globalization;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Ledger.Plans;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/solves</c>: every run of the planner, whatever became of it; and plans made again.</summary>
internal static class SolvesApi
{
    private const int MaxText = 100;
    private const string NoTime = "since and until must be times as in ISO 8601, e.g. 2026-01-31T12:00:00Z.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/solves", Page)
            .WithSummary("Runs of the planner, newest first; filters outcome, origin, policy, since, until, revision")
            .Produces<Page<SolveView>>();
        routes.MapGet("/solves/{solve:long:min(1)}", Find)
            .WithSummary("One run of the planner with its input and answer")
            .Produces<SolveView>();
        routes.MapGet("/plans/verify", Verify)
            .WithSummary("Makes plans again and compares the bytes; JSON lines. By revision, since or all")
            .WithMetadata(new DisableRequestTimeoutAttribute()).Produces<SolveVerdict>(200, JsonLines.MediaType);
    }

    private static async Task<IResult> Page(
        HttpContext http, SolveViews solves, HttpLimits limits, int? limit, string? cursor, string? outcome,
        string? origin, string? policy, string? since, string? until, int? revision)
    {
        var refusal = new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place)
            ?? Place(place) ?? Text("outcome", outcome, Enum.GetValues<SolveOutcome>())
            ?? Text("origin", origin, Enum.GetValues<SolveOrigin>()) ?? Short("policy", policy);
        if (!EventQuery.Time(since, out var from) || !EventQuery.Time(until, out var to))
        {
            return Problems.Of(ProblemKinds.InvalidQuery, NoTime);
        }

        if (refusal is not null)
        {
            return Problems.Of(refusal);
        }

        var filter = new SolveFilter(outcome, origin, policy, from, to, revision);
        return PageQuery.Page(
            await solves.Page(filter, place is null ? null : Cursor.Number(place[0]), most, http.RequestAborted), most,
            last => Cursor.Write(last.Id.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> Find(HttpContext http, SolveViews solves, long solve) =>
        Replies.Found(await solves.Find(solve, http.RequestAborted), "solve kept");

    private static async Task<IResult> Verify(
        HttpContext http, PlanVerification verification, PlanViews plans, PlanLedger ledger,
        IHostApplicationLifetime host, int? revision, string? since, bool? all)
    {
        if (!EventQuery.Time(since, out var from))
        {
            return Problems.Of(ProblemKinds.InvalidQuery, NoTime);
        }

        if (OneOf(revision, from, all) is { } wrong)
        {
            return Problems.Of(wrong);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        var one = revision;
        if (one is null && from is null && all is not true)
        {
            one = (await plans.Page(null, 1, stop.Token)).FirstOrDefault()?.Revision ?? 0;
        }

        if (one is { } wanted && (await plans.Page(wanted == int.MaxValue ? wanted : wanted + 1, 1, stop.Token))
            .FirstOrDefault()?.Revision != wanted)
        {
            return Problems.Of(ProblemKinds.NotFound, "There is no such plan.");
        }

        // What this process has noted so far is asked for too.
        await ledger.Flush(stop.Token);
        await JsonLines.Send(http, verification.Run(new VerifyScope(one, from), stop.Token), stop.Token);
        return Results.Empty;
    }

    private static Refusal? Place(string[]? place) => place is null || Cursor.Number(place[0]) is not null
        ? null
        : Refusal.Of(ProblemKinds.InvalidQuery, "cursor must be the 'next' of the page before.");

    private static Refusal? OneOf(int? revision, DateTimeOffset? since, bool? all) =>
        revision is not null && (since is not null || all is true)
            ? Refusal.Of(ProblemKinds.InvalidQuery, "revision names one plan, since and all many: give one.")
            : null;

    private static Refusal? Text<T>(string name, string? value, T[] known)
        where T : struct, Enum
    {
        var names = known.Select(SolveReader.NameOf).ToList();
        return value is null || names.Contains(value, StringComparer.Ordinal)
            ? null
            : Refusal.Of(ProblemKinds.InvalidQuery, $"{name} must be one of {string.Join(", ", names)}.");
    }

    private static Refusal? Short(string name, string? value) => value?.Length > MaxText
        ? Refusal.Of(ProblemKinds.InvalidQuery, $"{name} must have at most {MaxText} characters.")
        : null;
}
