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
using EdgeFlow.Domain.Settings;
using Npgsql;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Reads what a plan depends on: which things there are from the read models, what they are from their folded streams.
/// Thread safe.
/// </summary>
public sealed class NetworkReader(NpgsqlDataSource database, ControlCommands commands, ApplicationCatalog applications)
{
    // Plans that are known by their epoch are not sent again: a job's plan never changes within one.
    private const string SelectPlan = """
        select coalesce((select revision from plan_head), 0), j.job, j.epoch,
            case when known.job is null then j.plan::text end, (select coalesce(max(seq_id), 0) from mt_events)
        from (select 1) as one left join job_plans j on true
        left join unnest($1::text[], $2::int[]) as known(job, epoch) on known.job = j.job and known.epoch = j.epoch
        order by j.job
        """;

    private ImmutableSortedDictionary<JobId, JobPlan> read = ImmutableSortedDictionary<JobId, JobPlan>.Empty;

    /// <summary>Everything at one moment. What changes meanwhile causes another plan, or a conflict at
    /// adoption.</summary>
    public async Task<NetworkState> Read(CancellationToken cancellationToken)
    {
        var (plan, before) = await ReadPlan(cancellationToken).ConfigureAwait(false);
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        var nodes = await Nodes(versions, cancellationToken).ConfigureAwait(false);
        var links = new List<LinkState>();
        foreach (var (id, version) in await Ids(PresentIds.Links, cancellationToken).ConfigureAwait(false))
        {
            var link = await commands.Links.Load(id, version, cancellationToken).ConfigureAwait(false);
            links.Add(link.State ?? throw Missing("link", id));
            versions[Aggregates.Link.StreamOf(id)] = link.Version;
        }

        var jobs = new List<ActiveJob>();
        foreach (var (id, version) in await Ids(PresentIds.Jobs, cancellationToken).ConfigureAwait(false))
        {
            var job = await commands.Jobs.Load(id, version, cancellationToken).ConfigureAwait(false);
            var state = job.State ?? throw Missing("job", id);
            var application = await applications.Of(state, cancellationToken).ConfigureAwait(false);
            jobs.Add(new ActiveJob(state, job.Version, application) { Correlation = job.Correlation });
            versions[Aggregates.Job.StreamOf(id)] = job.Version;
        }

        var settings = await commands.Settings.Load(Aggregates.PlannerId, null, cancellationToken)
            .ConfigureAwait(false);
        versions[Aggregates.Settings.StreamOf(Aggregates.PlannerId)] = settings.Version;
        return new NetworkState(plan, nodes, links, [.. jobs.Where(job => !job.State.IsEnded)])
        {
            Settings = settings.State ?? PlannerSettings.None,
            Seen = new SeenEvents(before, versions),
        };
    }

    /// <summary>All nodes that have not left, by name.</summary>
    public Task<IReadOnlyList<NodeState>> Nodes(CancellationToken cancellationToken) =>
        Nodes(new Dictionary<string, long>(StringComparer.Ordinal), cancellationToken);

    private async Task<IReadOnlyList<NodeState>> Nodes(
        Dictionary<string, long> versions, CancellationToken cancellationToken)
    {
        var nodes = new List<NodeState>();
        foreach (var (id, version) in await Ids(PresentIds.Nodes, cancellationToken).ConfigureAwait(false))
        {
            var node = await commands.Nodes.Load(id, version, cancellationToken).ConfigureAwait(false);
            nodes.Add(node.State ?? throw Missing("node", id));
            versions[Aggregates.Node.StreamOf(id)] = node.Version;
        }

        return nodes;
    }

    private async Task<(PlanState Plan, long Before)> ReadPlan(CancellationToken cancellationToken)
    {
        var (revision, before, plans) = (0, 0L, ImmutableSortedDictionary.CreateBuilder<JobId, JobPlan>());
        var known = Volatile.Read(ref read);
        await using var select = database.CreateCommand(SelectPlan);
        select.Parameters.AddWithValue(known.Keys.Select(job => job.Value).ToArray());
        select.Parameters.AddWithValue(known.Values.Select(plan => plan.Epoch).ToArray());
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            (revision, before) = (reader.GetInt32(0), reader.GetInt64(4));
            if (!await reader.IsDBNullAsync(1, cancellationToken).ConfigureAwait(false))
            {
                var job = new JobId(reader.GetString(1));
                plans[job] = await reader.IsDBNullAsync(3, cancellationToken).ConfigureAwait(false)
                    ? known[job] : JsonSerializer.Deserialize<JobPlan>(reader.GetString(3), DomainJson.Options)!;
            }
        }

        var now = plans.ToImmutable();
        Volatile.Write(ref read, now);
        return (
            new PlanState(PlanStatus.Adopted, revision, now, ImmutableSortedDictionary<JobId, WaitingJob>.Empty),
            before);
    }

    private Task<IReadOnlyList<(string Id, long Version)>> Ids(string text, CancellationToken cancellationToken) =>
        PresentIds.Read(database, text, cancellationToken);

    private static InvalidDataException Missing(string kind, string id) =>
        new($"The read model has the {kind} '{id}', its stream has no events: rebuild the read model.");
}
