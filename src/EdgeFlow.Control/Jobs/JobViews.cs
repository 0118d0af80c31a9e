using System.Text.Json;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Reruns;
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
    TelemetryBoard telemetry, AdoptedJobPlans plans, RunFamily family)
{
    private const string SelectPlan = "select plan::text from job_plans where job = $1";

    /// <summary>The job with its tasks and counts; null when there is none.</summary>
    public async Task<JobView?> Find(string job, CancellationToken cancellationToken)
    {
        var folded = await commands.Jobs.Load(job, null, cancellationToken).ConfigureAwait(false);
        if (folded.State is not { } state)
        {
            return null;
        }

        var plan = await PlanInForce(job, cancellationToken).ConfigureAwait(false);
        plan ??= state is { IsEnded: true, Epoch: > 0 }
            ? await plans.Find(state.Job, state.Epoch, cancellationToken).ConfigureAwait(false)
            : null;
        var application = await applications.Of(state, cancellationToken).ConfigureAwait(false);
        var stats = await results.Stats(job, DagEnds.Sinks(application), cancellationToken).ConfigureAwait(false);
        var runs = await family.Of(job, cancellationToken).ConfigureAwait(false);
        return View(
            state, folded.Version, plan, stats,
            [.. application.Tasks.Select(task => View(state, task, plan, node => telemetry.Of(node.Value)))]) with
        {
            Runs = runs.Count > 1 ? runs : null,
        };
    }

    /// <summary>A job on the wire. Pure.</summary>
    /// <param name="job">The job.</param>
    /// <param name="version">Its stream's version.</param>
    /// <param name="plan">What a plan decided for it; null for nothing.</param>
    /// <param name="results">What has come out; null in lists.</param>
    /// <param name="tasks">Its tasks; null in lists.</param>
    public static JobView View(
        JobState job, long version, JobPlan? plan, ResultStats? results, IReadOnlyList<JobTaskView>? tasks) => new(
        job.Job.Value, job.Application.Value, job.Version, Words.Of(job.Demand.Mode), Words.Of(job.Status),
        Reason(job), Words.OrNull(job.Pointer), job.Epoch, job.Demand.Priority, job.SubmittedAt, job.StartedAt,
        job.EndedAt, plan?.Rate.Value ?? 0, plan?.Span.Value ?? 0, results, tasks, version)
        {
            Rerun = tasks is null ? null : RerunViews.View(job.Rerun),
        };

    /// <summary>A task of a job on the wire. Pure.</summary>
    /// <param name="job">The job.</param>
    /// <param name="task">The task.</param>
    /// <param name="plan">What a plan decided for the job; null for nothing.</param>
    /// <param name="stagesOf">What the stages of a node were last heard to do.</param>
    public static JobTaskView View(
        JobState job, TaskSpec task, JobPlan? plan, Func<NodeId, IEnumerable<StageCounters>> stagesOf)
    {
        var progress = job.ProgressOf(task.Id);
        var node = progress.Done ? progress.Node : PlacedOn(plan, task.Id);
        var counters = node is { } at
            ? stagesOf(at).FirstOrDefault(stage => stage.Job == job.Job.Value && stage.Task == task.Id.Value)
            : null;
        return new JobTaskView(
            task.Id.Value, task.Stage.Kind, node?.Value, progress.LastAttempt, progress.Done, counters?.FramesIn ?? 0,
            counters?.FramesOut ?? 0, counters?.Queued ?? 0, counters?.RatePerSecond ?? 0);
    }

    /// <summary>The sinks of a job, whose output frames are its results; null when there is no such job.</summary>
    public async Task<IReadOnlyList<string>?> Sinks(string job, CancellationToken cancellationToken)
    {
        var folded = await commands.Jobs.Load(job, 1, cancellationToken).ConfigureAwait(false);
        return folded.State is { } state
            ? DagEnds.Sinks(await applications.Of(state, cancellationToken).ConfigureAwait(false))
            : null;
    }

    private static NodeId? PlacedOn(JobPlan? plan, TaskId task) =>
        plan?.Placements.FirstOrDefault(placement => placement.Task == task)?.Node;

    private static string? Reason(JobState job) => job.Status == Domain.Jobs.JobStatus.Failed
        ? $"{job.ErrorType}: {job.Reason}"
        : Words.OrNull(job.Reason);

    private async Task<JobPlan?> PlanInForce(string job, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectPlan);
        select.Parameters.AddWithValue(job);
        return await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string plan
            ? JsonSerializer.Deserialize<JobPlan>(plan, DomainJson.Options)
            : null;
    }
}
