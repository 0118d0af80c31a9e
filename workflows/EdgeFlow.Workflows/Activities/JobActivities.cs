using EdgeFlow.Control.Reruns;
using EdgeFlow.Control.Runs;
using EdgeFlow.Durable;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.Workflows.Activities;

/// <summary>
/// The activities that run in the control plane: each hands its input to the rooms' own code, which sees repetitions.
/// Nothing is decided here.
/// </summary>
/// <param name="turns">Says what to do next.</param>
/// <param name="reports">Takes reports.</param>
/// <param name="failures">Takes failed attempts.</param>
/// <param name="kept">Takes kept results that do not hold.</param>
public sealed class JobActivities(JobTurns turns, JobReports reports, FailedAttempts failures, KeptResults kept)
{
    /// <summary>Registers the workflow of jobs and its activities; before the worker runs.</summary>
    public void Register(WorkflowWorker worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        worker.AddWorkflow<JobWorkflow, JobInput, JobOutcome>(WorkflowNames.Job, () => new JobWorkflow());
        worker.AddActivity<string, JobTurn>(
            ControlActivities.LoadPlan, (_, job, cancel) => turns.Load(job, cancel));
        worker.AddActivity<TurnPage, JobTurn>(
            ControlActivities.LoadPage, (_, page, cancel) => turns.Load(page, cancel));
        worker.AddActivity<JobEpoch, bool>(
            ControlActivities.ReportStarted, (_, at, cancel) => Done(reports.Started(at.Job, at.Epoch, cancel)));
        worker.AddActivity<TaskReport, bool>(
            ControlActivities.RecordTask, (_, report, cancel) => reports.TaskDone(report, cancel));
        worker.AddActivity<AttemptFailed, NextAttempt>(
            ControlActivities.RecordFailure, (_, failed, cancel) => failures.Record(failed, cancel));
        worker.AddActivity<AttemptFailed, bool>(
            ControlActivities.ReopenKept, (_, failed, cancel) => Done(kept.Reopen(failed, cancel)));
        worker.AddActivity<string, bool>(
            ControlActivities.CompleteJob, (_, job, cancel) => reports.Complete(job, cancel));
        worker.AddActivity<JobFailure, bool>(
            ControlActivities.FailJob,
            (_, failure, cancel) => Done(reports.Failed(failure.Job, failure.ErrorType, failure.Reason, cancel)));
        worker.AddActivity<string, bool>(
            ControlActivities.CancelledJob, (_, job, cancel) => Done(reports.Cancelled(job, cancel)));
    }

    private static async Task<bool> Done(Task work)
    {
        await work.ConfigureAwait(false);
        return true;
    }
}
