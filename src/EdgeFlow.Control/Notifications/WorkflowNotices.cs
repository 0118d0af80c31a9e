using EdgeFlow.Control.Runs;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Protocol;

namespace EdgeFlow.Control.Notifications;

/// <summary>
/// Starts workflows and tells them what happened, each at least once: a start that was made is there already, and a
/// workflow passes over news about epochs that it is past.
/// </summary>
public sealed class WorkflowNotices(WorkflowClient workflows)
{
    /// <summary>Larger than any epoch: whatever the workflow waits for, it looks again.</summary>
    public const int AnyEpoch = int.MaxValue;

    /// <summary>
    /// Most jobs that are told something at once. Each call waits until it is durable, and those that wait at the same
    /// moment share a commit.
    /// </summary>
    public const int MaxAtOnce = 64;

    /// <summary>Carries out what a batch of events asks for: in order for each job, of many jobs at once.</summary>
    /// <exception cref="GrpcException">The sidecar is away; the batch is to be delivered again.</exception>
    public Task Deliver(IReadOnlyList<RecordedEvent> batch, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            batch.SelectMany(entry => Notices(entry.Data, entry.Metadata.CorrelationId))
                .GroupBy(notice => notice.Job, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
            async (job, cancel) =>
            {
                foreach (var notice in job)
                {
                    await (notice.Name is { } name
                        ? Raise(job.Key, name, notice.Payload, cancel)
                        : Start(job.Key, (string?)notice.Payload, cancel)).ConfigureAwait(false);
                }
            });

    /// <summary>Tells a job's workflow that every frame has its result.</summary>
    public Task ResultsComplete(string job, CancellationToken cancellationToken) =>
        Raise(job, WorkflowNames.ResultsComplete, job, cancellationToken);

    // What an event asks for: an event of the job's workflow by name, or with no name its start in the story of its
    // submission.
    private static IEnumerable<(string Job, string? Name, object? Payload)> Notices(
        IEvent change, string? correlation) => change switch
    {
        JobSubmitted e => [(e.Job.Value, null, correlation)],
        JobRefused e => [(e.Job.Value, WorkflowNames.PlanChanged, AnyEpoch)],
        JobCancelRequested e => [(e.Job.Value, WorkflowNames.CancelRequested, e.Actor)],
        PlanAdopted e => e.Jobs.Select(plan => plan.Job).Concat(e.Waiting.Select(waiting => waiting.Job))
            .Select(job => (job.Value, (string?)WorkflowNames.PlanChanged, (object?)e.Revision)),
        _ => [],
    };

    private async Task Start(string job, string? correlation, CancellationToken cancellationToken)
    {
        try
        {
            await workflows.Schedule(
                WorkflowNames.Job, new JobInput(job, [], correlation), job, cancel: cancellationToken)
                .ConfigureAwait(false);
        }
        catch (GrpcException exists) when (exists.Status == GrpcStatus.AlreadyExists)
        {
            // It was started by an earlier delivery.
        }
    }

    private async Task Raise(string job, string name, object? payload, CancellationToken cancellationToken)
    {
        try
        {
            await workflows.RaiseEvent(job, name, payload, cancellationToken).ConfigureAwait(false);
        }
        catch (GrpcException gone) when (gone.Status is GrpcStatus.NotFound or GrpcStatus.FailedPrecondition)
        {
            // The workflow has ended: nobody is left to be told.
        }
    }
}
