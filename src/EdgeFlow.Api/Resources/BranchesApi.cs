using System.Text.Json;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Branches;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/whatif</c> and <c>/v1/branches</c>: what if it had been different, and answers that were
/// kept.</summary>
internal static class BranchesApi
{
    private const string Lines = "application/x-ndjson";
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/whatif", Ask)
            .WithSummary("What if it had been different; progress as JSON lines with Accept: application/x-ndjson")
            .Accepts<WhatIfRequest>("application/json").Produces<WhatIfAnswer>()
            .WithMetadata(new DisableRequestTimeoutAttribute());
        routes.MapGet("/branches", Page).WithSummary("Kept branches, by name").Produces<Page<KeptBranch>>();
        routes.MapGet("/branches/{branch}", Find).WithSummary("A kept branch").Produces<KeptBranch>();
        routes.MapDelete("/branches/{branch}", Delete).WithSummary("Forgets a kept branch").Produces(204);
    }

    private static async Task<IResult> Ask(HttpContext http, WhatIfDesk desk, TimeProvider time)
    {
        var body = await JsonBody.Read<WhatIfRequest>(http.Request, http.RequestAborted);
        if (body.Refusal is { } wrong)
        {
            return Problems.Of(wrong);
        }

        if (!http.Request.Headers.Accept.ToString().Contains(Lines, StringComparison.Ordinal))
        {
            return Replies.Of(await desk.Ask(body.Value!, null, http.RequestAborted));
        }

        var (done, of) = (0, 0);
        var answer = desk.Ask(
            body.Value!,
            (now, all) =>
            {
                Volatile.Write(ref of, all);
                Volatile.Write(ref done, now);
            },
            http.RequestAborted);
        while (await Task.WhenAny(answer, Task.Delay(Beat, time, http.RequestAborted)) != answer)
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            await Write(http, new WhatIfProgress(Volatile.Read(ref done), Volatile.Read(ref of)));
        }

        return await End(http, await answer, Volatile.Read(ref of));
    }

    // A refusal before the first line is an ordinary one.
    private static async Task<IResult> End(HttpContext http, Answer<WhatIfAnswer> answer, int of)
    {
        if (answer.Refusal is { } refusal && !http.Response.HasStarted)
        {
            return Problems.Of(refusal);
        }

        await Write(http, new WhatIfProgress(
            of, of, answer.Value,
            answer.Refusal is { } late ? Problems.Describe(http, late, Problems.StatusOf(late.Kind)) : null));
        return Results.Empty;
    }

    private static async Task Write(HttpContext http, WhatIfProgress line)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = Lines;
        }

        await http.Response.WriteAsync(
            JsonSerializer.Serialize(line, ProtocolJson.Options) + "\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static async Task<IResult> Page(
        HttpContext http, KeptBranches branches, HttpLimits limits, int? limit, string? cursor) =>
        new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } refusal
            ? Problems.Of(refusal)
            : PageQuery.Page(
                await branches.Page(place?[0], most, http.RequestAborted), most, last => Cursor.Write(last.Name));

    private static async Task<IResult> Find(HttpContext http, KeptBranches branches, string branch) =>
        Names.Check("branch", branch) is { } bad
            ? Problems.Of(bad)
            : Replies.Found(await branches.Find(branch, http.RequestAborted), "branch");

    private static async Task<IResult> Delete(HttpContext http, KeptBranches branches, string branch) =>
        Names.Check("branch", branch) is { } bad
            ? Problems.Of(bad)
            : Replies.Done(await branches.Delete(branch, http.RequestAborted));
}
