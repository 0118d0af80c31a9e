using EdgeFlow.Api.Access;
using EdgeFlow.Api.Http;
using EdgeFlow.Ledger.Reports;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/reports</c>: what was used, planned against measured.</summary>
internal static class ReportsApi
{
    private const string Csv = "text/csv";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/reports/{kind}", Report)
            .WithSummary("What was used by job, node, tenant, link or day; as CSV with Accept: text/csv")
            .Produces<UsageReport>().Produces(200, contentType: Csv).Produces<Problem>(400, Problems.MediaType)
            .Produces<Problem>(404, Problems.MediaType);

    private static async Task<IResult> Report(
        HttpContext http, UsageReports reports, TimeProvider time, string kind, string? name, string? since,
        string? until, int? limit, string? cursor)
    {
        if (!Times.TryRead(since, out var begin) || !Times.TryRead(until, out var end))
        {
            return Problems.Of(
                ProblemKinds.InvalidQuery, "since and until must be times such as 2026-03-04T05:00:00Z.");
        }

        var place = Cursor.Read(cursor, 1);
        if (place is null && !string.IsNullOrEmpty(cursor))
        {
            return Problems.Of(ProblemKinds.InvalidQuery, "cursor must be the 'next' of the page before.");
        }

        var query = UsageQuery.Read(
            kind, name, begin, end, http.Caller().Tenant, place?[0], limit, time.GetUtcNow());
        if (query.Refusal is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var report = await reports.Read(query.Value!, http.RequestAborted);
        var next = report.Next is null ? null : Cursor.Write(report.Next);
        if (!http.Request.Headers.Accept.ToString().Contains(Csv, StringComparison.OrdinalIgnoreCase))
        {
            return Replies.Json(report with { Next = next });
        }

        if (next is not null)
        {
            http.Response.Headers["EdgeFlow-Next"] = next;
        }

        return Results.Text(
            UsageCsv.Header(report.Kind) + string.Concat(report.Items.Select(UsageCsv.Row)), $"{Csv}; charset=utf-8");
    }
}
