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

    /// <summary>Carries out what a batch of events asks for, in order.</summary>
    /// <exception cref="GrpcException">The sidecar is away; the batch is to be delivered again.</exception>
    public async Task Deliver(IReadOnlyList<RecordedEvent> batch, CancellationToken cancellationToken)
    {
        foreach (var entry in batch)
        {
            await Deliver(entry.Data, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells a job's workflow that every frame has its result.</summary>
    public Task ResultsComplete(string job, CancellationToken cancellationToken) =>
        Raise(job, WorkflowNames.ResultsComplete, job, cancellationToken);

    private async Task Deliver(IEvent change, CancellationToken cancellationToken)
    {
        switch (change)
        {
            case JobSubmitted e:
                await Start(e.Job.Value, cancellationToken).ConfigureAwait(false);
                break;
            case JobRefused e:
                await Raise(e.Job.Value, WorkflowNames.PlanChanged, AnyEpoch, cancellationToken).ConfigureAwait(false);
                break;
            case JobCancelRequested e:
                await Raise(e.Job.Value, WorkflowNames.CancelRequested, e.Actor, cancellationToken)
                    .ConfigureAwait(false);
                break;
            case PlanAdopted e:
                foreach (var job in e.Jobs.Select(plan => plan.Job).Concat(e.Waiting.Select(waiting => waiting.Job)))
                {
                    await Raise(job.Value, WorkflowNames.PlanChanged, e.Revision, cancellationToken)
                        .ConfigureAwait(false);
                }

                break;
            default:
                break;
        }
    }

    private async Task Start(string job, CancellationToken cancellationToken)
    {
        try
        {
            await workflows.Schedule(
                WorkflowNames.Job, new JobInput(job, []), job, cancel: cancellationToken).ConfigureAwait(false);
        }
        catch (GrpcException exists) when (exists.Status == GrpcStatus.AlreadyExists)
        {
            // It was started by an earlier delivery.
        }
    }

    private async Task Raise(string job, string name, object payload, CancellationToken cancellationToken)
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
