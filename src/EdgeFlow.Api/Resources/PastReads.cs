using EdgeFlow.Api.Access;
using EdgeFlow.Api.Http;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol.Jobs;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Resources;

/// <summary>What the resources need to answer <c>?at=</c>. Thread safe.</summary>
internal sealed class PastReads(Moments moments, Worlds worlds, PastLists lists)
{
    /// <summary>Answers from the world at a place; or says why there is no such place.</summary>
    public Task<IResult> Of(string at, HttpContext http, Func<WorldState, string?, IResult> answer) =>
        Of(at, http, (world, tenant) => Task.FromResult(answer(world, tenant)));

    /// <summary>Answers from the world at a place; or says why there is no such place.</summary>
    /// <param name="at">The place as sent.</param>
    /// <param name="http">The request.</param>
    /// <param name="answer">Makes the answer of the world, for a tenant's eyes or everybody's.</param>
    public async Task<IResult> Of(string at, HttpContext http, Func<WorldState, string?, Task<IResult>> answer)
    {
        var found = await moments.Find("at", at, http.RequestAborted).ConfigureAwait(false);
        if (found.Refusal is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var world = await worlds.At(found.Value!.Sequence, http.RequestAborted).ConfigureAwait(false);
        return await answer(world, http.Caller().Tenant).ConfigureAwait(false);
    }

    /// <summary>A page of jobs as they were.</summary>
    public Task<IReadOnlyList<JobView>> Jobs(
        WorldState world, (DateTimeOffset At, string Job)? before, JobStatus? status, string? application,
        string? tenant, int limit, CancellationToken cancellationToken) =>
        lists.Jobs(world, before, status, application, tenant, limit, cancellationToken);

    /// <summary>One job as it was; null when it was not there.</summary>
    public Task<JobView?> Job(WorldState world, string job, CancellationToken cancellationToken) =>
        lists.Job(world, job, cancellationToken);
}
