using System.Text.Json;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.Control.ReadModels;

/// <summary>What plan is in force for which job, and at which revision?</summary>
public sealed class JobPlansTable : ISetProjection
{
    private const string FillPlans = """
        with adopted as (select version, data from mt_events where seq_id <= $1 and type = any ($2)),
        named as (
          select version, plan ->> 'job' as job, plan
          from adopted, jsonb_array_elements(data -> 'jobs') as plan
          union all
          select version, job, null from adopted, jsonb_array_elements_text(data -> 'departed') as job
          union all
          select version, waiting ->> 'job', null from adopted, jsonb_array_elements(data -> 'waiting') as waiting),
        newest as (select distinct on (job) job, plan from named order by job, version desc)
        insert into job_plans (job, epoch, plan)
        select job, (plan ->> 'epoch')::integer, plan from newest where plan is not null
        """;

    private const string FillHead = """
        insert into plan_head (revision)
        select (data ->> 'revision')::integer from mt_events where seq_id <= $1 and type = any ($2)
        order by version desc limit 1
        """;

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
    public IReadOnlyList<string> Tables => ["job_plans", "plan_head"];

    /// <inheritdoc/>
    public IReadOnlyList<Type> Events =>
    [
        typeof(PlanAdopted),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Fill => [FillPlans, FillHead];

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
}
