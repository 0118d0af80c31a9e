using System.Globalization;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Dispatch;
using EdgeFlow.Sidecar.Orchestration;

namespace EdgeFlow.Sidecar.Engine;

/// <summary>
/// An activity that waits for, or is at, a worker. Its token does not name the ownership: a result that a worker
/// brings after a restart of the sidecar is as good as any.
/// </summary>
internal sealed class ActivityTicket(InstanceState state, PendingActivity activity)
    : WorkTicket(activity.TargetAppId, TokenOf(state, activity.TaskId))
{
    private readonly string _executionId = state.ExecutionId;
    private readonly TraceContext? _trace = state.Start.ParentTraceContext;

    /// <inheritdoc/>
    public override string InstanceId { get; } = state.InstanceId;

    /// <inheritdoc/>
    public override int? TaskId => activity.TaskId;

    /// <summary>The activity.</summary>
    public PendingActivity Activity => activity;

    /// <summary>The token of an activity of the present execution.</summary>
    public static string TokenOf(InstanceState state, int taskId) =>
        string.Create(CultureInfo.InvariantCulture, $"a{state.Key:x}.{state.Generation:x}.{taskId:x}");

    /// <inheritdoc/>
    public override WorkFrame Open(DateTimeOffset now, WorkerStream stream)
    {
        var scheduled = activity.Scheduled;
        return new ActivityFrame(new WorkItem
        {
            CompletionToken = Token,
            ActivityRequest = new ActivityRequest
            {
                Name = scheduled.Name,
                Version = scheduled.Version,
                Input = scheduled.Input,
                TaskId = activity.TaskId,
                TaskExecutionId = scheduled.TaskExecutionId,
                ParentTraceContext = _trace,
                WorkflowInstance = new WorkflowInstance { InstanceId = InstanceId, ExecutionId = _executionId },
            },
        });
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"the activity {activity.Scheduled.Name} ({InstanceId}, task {activity.TaskId})";
}
