using System.Text.Json;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Control.Results;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;
using Npgsql;

namespace EdgeFlow.Control.Jobs;

/// <summary>How does one job stand, task by task? Thread safe.</summary>
public sealed class JobViews(
    NpgsqlDataSource database, ControlCommands commands, ApplicationCatalog applications, ResultQueries results,
    TelemetryBoard telemetry)
{
    private const string SelectJob = """
        select started_at, reason, pointer, job_plans.plan::text
        from jobs left join job_plans using (job) where job = $1
        """;

    // The revision that last changed a job names it. An ended job has left the read model of plans in force.
    private const string SelectAdopted = "select data::text from mt_events where stream_id = $1 and version = $2";

    /// <summary>The job with its tasks and counts; null when there is none.</summary>
    public async Task<JobView?> Find(string job, CancellationToken cancellationToken)
    {
        var folded = await commands.Jobs.Load(job, null, cancellationToken).ConfigureAwait(false);
        if (folded.State is not { } state)
        {
            return null;
        }

        var (started, plan) = await Row(job, cancellationToken).ConfigureAwait(false);
        plan ??= state is { IsEnded: true, Epoch: > 0 }
            ? await LastPlan(state, cancellationToken).ConfigureAwait(false)
            : null;
        var application = await applications.Of(state, cancellationToken).ConfigureAwait(false);
        var stats = await results.Stats(job, DagEnds.Sinks(application), cancellationToken).ConfigureAwait(false);
        return new JobView(
            job, state.Application.Value, state.Version, Words.Of(state.Demand.Mode), Words.Of(state.Status),
            Reason(state), Words.OrNull(state.Pointer), state.Epoch, state.Demand.Priority, state.SubmittedAt, started,
            state.EndedAt, plan?.Rate.Value ?? 0, plan?.Span.Value ?? 0, stats,
            [.. application.Tasks.Select(task => Task(state, task, plan))], folded.Version);
    }

    /// <summary>The sinks of a job, whose output frames are its results; null when there is no such job.</summary>
    public async Task<IReadOnlyList<string>?> Sinks(string job, CancellationToken cancellationToken)
    {
        var folded = await commands.Jobs.Load(job, 1, cancellationToken).ConfigureAwait(false);
        return folded.State is { } state
            ? DagEnds.Sinks(await applications.Of(state, cancellationToken).ConfigureAwait(false))
            : null;
    }

    private JobTaskView Task(JobState job, TaskSpec task, JobPlan? plan)
    {
        var progress = job.ProgressOf(task.Id);
        var node = progress.Done ? progress.Node : PlacedOn(plan, task.Id);
        var counters = node is { } at ? Counters(at, job.Job, task.Id) : null;
        return new JobTaskView(
            task.Id.Value, task.Stage.Kind, node?.Value, progress.LastAttempt, progress.Done, counters?.FramesIn ?? 0,
            counters?.FramesOut ?? 0, counters?.Queued ?? 0, counters?.RatePerSecond ?? 0);
    }

    private StageCounters? Counters(NodeId node, JobId job, TaskId task) =>
        telemetry.Of(node.Value).FirstOrDefault(stage => stage.Job == job.Value && stage.Task == task.Value);

    private static NodeId? PlacedOn(JobPlan? plan, TaskId task) =>
        plan?.Placements.FirstOrDefault(placement => placement.Task == task)?.Node;

    private async Task<JobPlan?> LastPlan(JobState job, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectAdopted);
        select.Parameters.AddWithValue(PlanAdoption.Stream);
        select.Parameters.AddWithValue((long)job.Epoch);
        return await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string adopted
            ? JsonSerializer.Deserialize<PlanAdopted>(adopted, DomainJson.Options)!
                .Jobs.FirstOrDefault(plan => plan.Job == job.Job)
            : null;
    }

    private static string? Reason(JobState job) => job.Status == Domain.Jobs.JobStatus.Failed
        ? $"{job.ErrorType}: {job.Reason}"
        : Words.OrNull(job.Reason);

    private async Task<(DateTimeOffset? Started, JobPlan? Plan)> Row(string job, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectJob);
        select.Parameters.AddWithValue(job);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return (null, null);
        }

        return (
            reader.IsDBNull(0) ? null : reader.GetFieldValue<DateTimeOffset>(0),
            reader.IsDBNull(3) ? null : JsonSerializer.Deserialize<JobPlan>(reader.GetString(3), DomainJson.Options));
    }
}
