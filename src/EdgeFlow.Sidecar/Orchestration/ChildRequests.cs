using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>Derives the request for a child from the event that recorded it.</summary>
internal static class ChildRequests
{
    /// <summary>The request that creates the child which <paramref name="created"/> names.</summary>
    public static InstanceRequested For(InstanceState parent, HistoryEvent created)
    {
        var child = created.ChildWorkflowInstanceCreated;
        var start = new ExecutionStartedEvent
        {
            Name = child.Name,
            Version = child.Version,
            Input = child.Input,
            ParentTraceContext = child.ParentTraceContext,
            WorkflowInstance = new WorkflowInstance { InstanceId = child.InstanceId },
            ParentInstance = new ParentInstanceInfo
            {
                TaskScheduledId = created.EventId,
                Name = parent.Start.Name,
                Version = parent.Start.Version,
                AppID = parent.AppId,
                WorkflowInstance = new WorkflowInstance
                {
                    InstanceId = parent.InstanceId,
                    ExecutionId = parent.ExecutionId,
                },
            },
        };
        var target = created.Router is { HasTargetAppID: true } router ? router.TargetAppID : parent.AppId;
        return new InstanceRequested(start, target);
    }
}
