using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Ledger.Audit;
using EdgeFlow.Ledger.Audit.Archives;
using EdgeFlow.Ledger.Audit.Export;
using EdgeFlow.Ledger.Audit.Sealing;
using EdgeFlow.Ledger.Audit.Verification;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Audit;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/audit</c>: the chain of hashes over the events, its keys, checks and exports.</summary>
internal static class AuditApi
{
    private const string DefaultTenant = "*DEFAULT*";
    private const int MaxFilter = 200;
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit", Status).WithSummary("How far the audit chain is, and its keys")
            .Produces<AuditStatus>();
        routes.MapPost("/audit/keys", Rotate)
            .WithSummary("Replace the key that signs; the old one endorses the new one")
            .Produces<AuditKeyView>(StatusCodes.Status201Created);
        routes.MapGet("/audit/verification", Verify)
            .WithSummary("Check every sealed event; progress, then the report, as server-sent events")
            .WithMetadata(new DisableRequestTimeoutAttribute()).Produces<string>(200, "text/event-stream");
        routes.MapPost("/audit/archives", Archive)
            .WithSummary("Move the events of jobs that ended before a moment into signed files")
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Produces<IReadOnlyList<AuditArchive>>(StatusCodes.Status201Created);
        routes.MapGet("/audit/export", Export)
            .WithSummary("Sealed events as JSON lines, with a manifest and its signature")
            .WithMetadata(new DisableRequestTimeoutAttribute()).Produces<string>(200, "application/x-ndjson");
    }

    private static async Task<IResult> Status(HttpContext http, AuditDesk desk) =>
        Replies.Json(await desk.Status(http.RequestAborted));

    private static async Task<IResult> Rotate(HttpContext http, AuditDesk desk)
    {
        var made = await desk.Rotate(http.RequestAborted);
        return made.Refusal is { } refusal
            ? Problems.Of(refusal)
            : Replies.Json(made.Value, StatusCodes.Status201Created);
    }

    private static async Task<IResult> Archive(
        HttpContext http, Archivist archivist, DateTimeOffset? before, bool unpublished = false)
    {
        if (before is not { } moment)
        {
            return Problems.Of(ProblemKinds.InvalidQuery, "before must be a time such as 2026-11-21T18:00:00Z.");
        }

        var made = await archivist.Archive(moment, unpublished, http.RequestAborted);
        return made.Refusal is { } refusal
            ? Problems.Of(refusal)
            : Replies.Json(made.Value, StatusCodes.Status201Created);
    }

    private static IResult Verify(HttpContext http, LiveVerifier verifier, TimeProvider time) =>
        TypedResults.ServerSentEvents(Checked(verifier, time, http.RequestAborted));

    private static async IAsyncEnumerable<SseItem<string>> Checked(
        LiveVerifier verifier, TimeProvider time, [EnumeratorCancellation] CancellationToken stop)
    {
        var latest = new AuditProgress(0, 0);
        var checking = verifier.Verify(progress => Volatile.Write(ref latest, progress), stop);
        while (await Task.WhenAny(checking, Task.Delay(ProgressEvery, time, stop)) != checking)
        {
            yield return new SseItem<string>(
                JsonSerializer.Serialize(Volatile.Read(ref latest), ProtocolJson.Options), "progress");
        }

        yield return new SseItem<string>(
            JsonSerializer.Serialize(await checking, ProtocolJson.Options), "report");
    }

    private static async Task<IResult> Export(
        HttpContext http, ExportWriter writer, Sealer sealer, string? tenant, DateTimeOffset? since,
        DateTimeOffset? until, string? stream)
    {
        if (Filters(tenant, stream) is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var (keys, signer) = await writer.Keys(http.RequestAborted);
        if (signer is null)
        {
            return Problems.Of(
                ProblemKinds.Conflict,
                "This control plane does not hold the key that signs. Ask the one whose 'audit status' says that it "
                + "does.");
        }

        await sealer.Seal(http.RequestAborted);
        var request = new ExportRequest(tenant ?? DefaultTenant, since, until, stream);
        return Results.Stream(
            async to => await writer.Write(request, keys, signer, to, http.RequestAborted), "application/x-ndjson");
    }

    private static Refusal? Filters(params string?[] filters) =>
        filters.Any(filter => filter is not null && (filter.Length > MaxFilter || filter.Any(c => c is < '!' or > '~')))
            ? Refusal.Of(ProblemKinds.InvalidQuery, "tenant and stream must be visible ASCII, e.g. job-j1.")
            : null;
}
