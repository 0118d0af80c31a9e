using System.Text.Json;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Protocol.Nodes;
using Npgsql;

namespace EdgeFlow.Control.Nodes;

/// <summary>Which of the stages that a node says it hosts must it stop? Thread safe.</summary>
public sealed class StaleStages(NpgsqlDataSource database)
{
    private const string SelectJobs = """
        select asked.job, jobs.ended_at is null and jobs.job is not null, job_plans.plan::text
        from unnest($1) as asked (job)
        left join jobs on jobs.job = asked.job left join job_plans on job_plans.job = asked.job
        """;

    /// <summary>The jobs, by id, that have ended, lost their place, or are planned without this node by a newer
    /// epoch.</summary>
    public async Task<IReadOnlyList<StaleStage>> Of(
        string node, IReadOnlyList<StageCounters> stages, CancellationToken cancellationToken)
    {
        var hosted = stages.Where(stage => stage.Lost is null).GroupBy(stage => stage.Job, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(stage => stage.Epoch), StringComparer.Ordinal);
        if (hosted.Count == 0)
        {
            return [];
        }

        var found = new List<StaleStage>();
        await using var select = database.CreateCommand(SelectJobs);
        select.Parameters.AddWithValue(hosted.Keys.ToArray());
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var job = reader.GetString(0);
            var plan = reader.GetBoolean(1) && !await reader.IsDBNullAsync(2, cancellationToken).ConfigureAwait(false)
                ? JsonSerializer.Deserialize<JobPlan>(reader.GetString(2), DomainJson.Options)
                : null;
            if (plan is null)
            {
                found.Add(new StaleStage(job, checked(hosted[job] + 1)));
            }
            else if (plan.Epoch > hosted[job] && !Uses(plan, node))
            {
                found.Add(new StaleStage(job, plan.Epoch));
            }
        }

        return [.. found.OrderBy(stage => stage.Job, StringComparer.Ordinal)];
    }

    // A node that the newer epoch still uses gets its directive from the workflow; until then it goes on.
    private static bool Uses(JobPlan plan, string node) =>
        plan.Placements.Any(placement => placement.Node.Value == node)
        || plan.Routes.Any(route => route.Nodes.Any(hop => hop.Value == node));
}
