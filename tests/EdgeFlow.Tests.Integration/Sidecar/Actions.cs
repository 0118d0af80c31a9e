using EdgeFlow.Durable.Wire;
using Google.Protobuf.WellKnownTypes;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>Actions for raw workers.</summary>
internal static class Actions
{
    public static WorkflowAction Activity(int id, string? targetApp = null)
    {
        var action = new WorkflowAction { Id = id, ScheduleTask = new ScheduleTaskAction { Name = "Pack" } };
        if (targetApp is not null)
        {
            action.ScheduleTask.Router = new TaskRouter { TargetAppID = targetApp };
        }

        return action;
    }

    public static WorkflowAction Timer(int id, TimeSpan delay) => new()
    {
        Id = id,
        CreateTimer = new CreateTimerAction
        {
            FireAt = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() + delay),
        },
    };

    public static WorkflowAction Child(int id, string childId) => new()
    {
        Id = id,
        CreateChildWorkflow = new CreateChildWorkflowAction { Name = "Parcel", InstanceId = childId },
    };

    public static WorkflowAction End(int id, string result = "1") => new()
    {
        Id = id,
        CompleteWorkflow = new CompleteWorkflowAction
        {
            WorkflowStatus = OrchestrationStatus.Completed,
            Result = result,
        },
    };
}
