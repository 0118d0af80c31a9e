using System.Text.Json;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.Control.ReadModels;

/// <summary>What plan is in force for which job, and at which revision?</summary>
public sealed class JobPlansTable : IInlineProjection
{
    private const string Upsert = """
        insert into job_plans (job, epoch, plan) values ($1, $2, $3::jsonb)
        on conflict (job) do update set epoch = excluded.epoch, plan = excluded.plan
        """;

    private const string Head = """
        insert into plan_head (revision) values ($1) on conflict (only_row) do update set revision = excluded.revision
        """;

    /// <inheritdoc/>
    public string Name => "job_plans";

    /// <inheritdoc/>
    public void Project(IReadOnlyList<RecordedEvent> events, NpgsqlBatch batch)
    {
        foreach (var adopted in events.Select(entry => entry.Data).OfType<PlanAdopted>())
        {
            batch.Add(Head, adopted.Revision);
            var gone = adopted.Departed.Concat(adopted.Waiting.Select(waiting => waiting.Job)).Order()
                .Select(job => job.Value).ToArray();
            if (gone.Length > 0)
            {
                batch.Add("delete from job_plans where job = any($1)", [gone]);
            }

            foreach (var plan in adopted.Jobs.OrderBy(plan => plan.Job))
            {
                batch.Add(Upsert, plan.Job.Value, plan.Epoch, JsonSerializer.Serialize(plan, DomainJson.Options));
            }
        }
    }

    /// <inheritdoc/>
    public void Reset(NpgsqlBatch batch)
    {
        batch.Add("delete from job_plans");
        batch.Add("delete from plan_head");
    }
}
