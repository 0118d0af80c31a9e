using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.Control.ReadModels;

/// <summary>What jobs are there, and which of them have not ended? Also what results are fenced by.</summary>
public sealed class JobsTable : ISetProjection
{
    private const string Insert = """
        insert into jobs (job, version, application, application_version, mode, priority, status, submitted_at,
                          tenant, rerun_of)
        values ($1, $2, $3, $4, $5, $6, 'Submitted', $7, $8, $9)
        on conflict (job) do nothing
        """;

    private const string Plan = """
        update jobs set version = $2, status = 'Planned', epoch = $3, pointer = null, reason = null where job = $1
        """;

    private const string Start = """
        update jobs set version = $2, status = 'Running', started_at = coalesce(started_at, $3) where job = $1
        """;

    /// <inheritdoc/>
    public string Name => "jobs";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["jobs"];

    /// <inheritdoc/>
    public IReadOnlyList<Type> Events =>
    [
        typeof(JobSubmitted), typeof(JobQueued), typeof(JobRefused), typeof(JobPlanned), typeof(JobStarted),
        typeof(TaskCompleted), typeof(TaskFailed), typeof(TaskReopened), typeof(JobCompleted), typeof(JobFailed),
        typeof(JobCancelRequested), typeof(JobCancelled), typeof(PersonalDataDestroyed),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Fill => [JobsFill.Statement];

    /// <inheritdoc/>
    public void Project(IReadOnlyList<RecordedEvent> events, NpgsqlBatch batch)
    {
        foreach (var entry in events)
        {
            Project(entry, batch);
        }
    }

    private static void Project(RecordedEvent entry, NpgsqlBatch batch)
    {
        var version = entry.Version;
        switch (entry.Data)
        {
            case JobSubmitted e:
                batch.Add(
                    Insert, e.Job.Value, version, e.Application.Value, e.Version,
                    e.Demand.Mode == JobMode.Batch ? "batch" : "stream", e.Demand.Priority, e.OccurredAt,
                    entry.Tenant, e.Rerun?.Job.Value);
                break;
            case JobQueued e:
                Move(batch, e.Job.Value, version, JobStatus.Waiting, e.Pointer, e.Reason);
                break;
            case JobRefused e:
                End(batch, e.Job.Value, version, JobStatus.Refused, e.OccurredAt, e.Pointer, e.Reason);
                break;
            case JobPlanned e:
                batch.Add(Plan, e.Job.Value, version, e.Epoch);
                break;
            case JobStarted e:
                batch.Add(Start, e.Job.Value, version, e.OccurredAt);
                break;
            case TaskCompleted e:
                Touch(batch, e.Job.Value, version);
                break;
            case TaskFailed e:
                Touch(batch, e.Job.Value, version);
                break;
            case TaskReopened e:
                Touch(batch, e.Job.Value, version);
                break;
            case PersonalDataDestroyed e:
                Touch(batch, e.Job.Value, version);
                break;
            case JobCancelRequested e:
                Move(batch, e.Job.Value, version, JobStatus.Cancelling, null, null);
                break;
            case JobCompleted e:
                End(batch, e.Job.Value, version, JobStatus.Completed, e.OccurredAt, null, null);
                break;
            case JobFailed e:
                End(batch, e.Job.Value, version, JobStatus.Failed, e.OccurredAt, null, $"{e.ErrorType}: {e.Reason}");
                break;
            case JobCancelled e:
                End(batch, e.Job.Value, version, JobStatus.Cancelled, e.OccurredAt, null, null);
                break;
            default:
                break;
        }
    }

    private static void Touch(NpgsqlBatch batch, string job, long version) =>
        batch.Add("update jobs set version = $2 where job = $1", job, version);

    private static void Move(
        NpgsqlBatch batch, string job, long version, JobStatus status, string? pointer, string? reason) =>
        batch.Add(
            "update jobs set version = $2, status = $3, pointer = $4, reason = $5 where job = $1",
            job, version, status.ToString(), pointer, reason);

    private static void End(
        NpgsqlBatch batch, string job, long version, JobStatus status, DateTimeOffset at, string? pointer,
        string? reason) =>
        batch.Add(
            "update jobs set version = $2, status = $3, ended_at = $4, pointer = $5, reason = $6 where job = $1",
            job, version, status.ToString(), at, pointer, reason);
}
