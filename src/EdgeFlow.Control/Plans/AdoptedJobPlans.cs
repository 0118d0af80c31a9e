using System.Text.Json;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using Npgsql;

namespace EdgeFlow.Control.Plans;

/// <summary>What did the plan say that gave a job one of its epochs? Thread safe.</summary>
public sealed class AdoptedJobPlans(NpgsqlDataSource database)
{
    // An epoch is the revision that changed the job; an ended job has left the read model of plans in force.
    private const string SelectAdopted = "select data::text from mt_events where stream_id = $1 and version = $2";

    /// <summary>A job's plan of an epoch; null when that revision does not name the job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="epoch">One of its epochs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JobPlan?> Find(JobId job, int epoch, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectAdopted);
        select.Parameters.AddWithValue(PlanAdoption.Stream);
        select.Parameters.AddWithValue((long)epoch);
        return await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string adopted
            ? JsonSerializer.Deserialize<PlanAdopted>(adopted, DomainJson.Options)!
                .Jobs.FirstOrDefault(plan => plan.Job == job)
            : null;
    }
}
