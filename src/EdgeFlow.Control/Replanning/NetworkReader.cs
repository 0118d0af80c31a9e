using System.Collections.Immutable;
using System.Text.Json;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.ReadModels;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using Npgsql;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Reads what a plan depends on: which things there are from the read models, what they are from their folded streams.
/// Thread safe.
/// </summary>
public sealed class NetworkReader(NpgsqlDataSource database, ControlCommands commands, ApplicationCatalog applications)
{
    private const string SelectPlan = """
        select coalesce((select revision from plan_head), 0), job, plan::text
        from (select 1) as one left join job_plans on true order by job
        """;

    /// <summary>Everything at one moment. What changes meanwhile causes another plan, or a conflict at
    /// adoption.</summary>
    public async Task<NetworkState> Read(CancellationToken cancellationToken)
    {
        var plan = await ReadPlan(cancellationToken).ConfigureAwait(false);
        var nodes = new List<NodeState>();
        foreach (var (id, version) in await Ids(PresentIds.Nodes, cancellationToken).ConfigureAwait(false))
        {
            var node = await commands.Nodes.Load(id, version, cancellationToken).ConfigureAwait(false);
            nodes.Add(node.State ?? throw Missing("node", id));
        }

        var links = new List<LinkState>();
        foreach (var (id, version) in await Ids(PresentIds.Links, cancellationToken).ConfigureAwait(false))
        {
            var link = await commands.Links.Load(id, version, cancellationToken).ConfigureAwait(false);
            links.Add(link.State ?? throw Missing("link", id));
        }

        var jobs = new List<ActiveJob>();
        foreach (var (id, version) in await Ids(PresentIds.Jobs, cancellationToken).ConfigureAwait(false))
        {
            var job = await commands.Jobs.Load(id, version, cancellationToken).ConfigureAwait(false);
            var state = job.State ?? throw Missing("job", id);
            var application = await applications.Of(state, cancellationToken).ConfigureAwait(false);
            jobs.Add(new ActiveJob(state, job.Version, application));
        }

        return new NetworkState(plan, nodes, links, [.. jobs.Where(job => !job.State.IsEnded)]);
    }

    private async Task<PlanState> ReadPlan(CancellationToken cancellationToken)
    {
        var (revision, plans) = (0, ImmutableSortedDictionary.CreateBuilder<JobId, JobPlan>());
        await using var select = database.CreateCommand(SelectPlan);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            revision = reader.GetInt32(0);
            if (!await reader.IsDBNullAsync(1, cancellationToken).ConfigureAwait(false))
            {
                plans[new JobId(reader.GetString(1))] =
                    JsonSerializer.Deserialize<JobPlan>(reader.GetString(2), DomainJson.Options)!;
            }
        }

        return new PlanState(
            PlanStatus.Adopted, revision, plans.ToImmutable(), ImmutableSortedDictionary<JobId, WaitingJob>.Empty);
    }

    private Task<IReadOnlyList<(string Id, long Version)>> Ids(string text, CancellationToken cancellationToken) =>
        PresentIds.Read(database, text, cancellationToken);

    private static InvalidDataException Missing(string kind, string id) =>
        new($"The read model has the {kind} '{id}', its stream has no events: rebuild the read model.");
}
