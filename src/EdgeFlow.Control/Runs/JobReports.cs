using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Results;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.Control.Runs;

/// <summary>
/// Takes what a job's workflow reports. Each report may come more than once; the deciders see repetitions and refuse
/// what comes from an older epoch. Thread safe.
/// </summary>
public sealed class JobReports(
    ControlCommands commands, ApplicationCatalog applications, ResultQueries results, PostgresEventStore store,
    TimeProvider time)
{
    /// <summary>Most events of a job after the wish to cancel it, among which that is looked for.</summary>
    public const int MaxCancelling = 1_000;

    /// <summary>Error type of a job whose source ended before the frames that were asked for.</summary>
    public const string TooFewFrames = "TooFewFrames";

    /// <summary>Every stage of the epoch is hosted. A report about an older epoch is passed over.</summary>
    public Task Started(string job, int epoch, CancellationToken cancellationToken) =>
        commands.Jobs.Execute(
            new StartJob(new JobId(job), epoch, time.GetUtcNow()),
            new EventMetadata(CausationId: Causes.Plan(epoch), Actor: Actors.Workflow(job)), null, cancellationToken);

    /// <summary>A task is done; false when the plan has changed, so that the turn is to be loaded again.</summary>
    public async Task<bool> TaskDone(TaskReport report, CancellationToken cancellationToken)
    {
        var complete = new CompleteTask(
            new JobId(report.Job), new TaskId(report.Task), report.Attempt, report.Epoch, new NodeId(report.Node),
            report.Artifact, report.Bytes, report.ElapsedMs, time.GetUtcNow())
        {
            ModelHash = report.ModelHash,
        };
        var metadata = new EventMetadata(
            report.Correlation, Causes.Report(report.Task, report.Attempt), Actors.Node(report.Node));
        var outcome = await commands.Jobs.Execute(complete, metadata, null, cancellationToken).ConfigureAwait(false);
        return outcome.Rejected is null;
    }

    /// <summary>Every result is there; false when something is still missing, so that the turn is to be loaded
    /// again.</summary>
    public async Task<bool> Complete(string job, CancellationToken cancellationToken)
    {
        var state = (await commands.Jobs.Load(job, null, cancellationToken).ConfigureAwait(false)).State;
        if (state is null || state.IsEnded)
        {
            return true;
        }

        var application = await applications.Of(state, cancellationToken).ConfigureAwait(false);
        var stats = await results.Stats(job, DagEnds.Sinks(application), cancellationToken).ConfigureAwait(false);
        var complete = new CompleteJob(state.Job, state.Epoch, stats.FramesOut, stats.FramesIn ?? 0, time.GetUtcNow());
        var outcome = await commands.Jobs.Execute(complete, ByWorkflow(state), null, cancellationToken)
            .ConfigureAwait(false);
        if (outcome.Rejected is { Code: RejectionCodes.Incomplete } missing && stats.Complete && IsStream(state))
        {
            // The source has ended and all it made is stored: more will never come.
            await Failed(job, TooFewFrames, missing.Reason, cancellationToken).ConfigureAwait(false);
            return true;
        }

        return outcome.Rejected is null || outcome.State?.IsEnded == true;
    }

    /// <summary>The job cannot go on.</summary>
    public async Task Failed(string job, string errorType, string reason, CancellationToken cancellationToken)
    {
        var state = (await commands.Jobs.Load(job, null, cancellationToken).ConfigureAwait(false)).State;
        if (state is { IsEnded: false })
        {
            var fail = new FailJob(state.Job, state.Epoch, errorType, reason, time.GetUtcNow());
            await commands.Jobs.Execute(fail, ByWorkflow(state), null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The stages of a job that is being cancelled are stopped.</summary>
    public async Task Cancelled(string job, CancellationToken cancellationToken)
    {
        var asked = await CancelRequest(job, cancellationToken).ConfigureAwait(false);
        await commands.Jobs.Execute(
            new ConfirmCancel(new JobId(job), time.GetUtcNow()),
            new EventMetadata(CausationId: asked, Actor: Actors.Workflow(job)), null, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<string?> CancelRequest(string job, CancellationToken cancellationToken)
    {
        var version = (await commands.Jobs.Load(job, null, cancellationToken).ConfigureAwait(false)).Version;
        string? cause = null;
        await foreach (var entry in store.ReadStream(
            Aggregates.Job.StreamOf(job), Math.Max(1, version - MaxCancelling), cancellationToken)
            .ConfigureAwait(false))
        {
            cause = entry.Data is JobCancelRequested ? Causes.Event(entry.Sequence) : cause;
        }

        return cause;
    }

    // The events belong to the story of the job's submission, which its stream knows, and follow from the plan that
    // the workflow carries out.
    private static EventMetadata ByWorkflow(JobState state) => new(
        CausationId: state.Epoch > 0 ? Causes.Plan(state.Epoch) : null, Actor: Actors.Workflow(state.Job.Value));

    private static bool IsStream(JobState state) => state.Demand.Mode == Domain.Applications.JobMode.Stream;
}
