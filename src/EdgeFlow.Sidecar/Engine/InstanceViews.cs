using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;
using EdgeFlow.Sidecar.Storage;
using Google.Protobuf.WellKnownTypes;

namespace EdgeFlow.Sidecar.Engine;

/// <summary>
/// What clients see of an instance: the one place where state and rows become the wire's WorkflowState.
/// </summary>
internal static class InstanceViews
{
    /// <summary>The view of an instance in memory.</summary>
    public static WorkflowState Of(InstanceState state) => Of(InstanceRow.Of(state));

    /// <summary>The view of a stored instance.</summary>
    public static WorkflowState Of(InstanceRow row)
    {
        var view = row.DecodeOutcome();
        view.InstanceId = row.InstanceId;
        view.Name = row.Start.Name;
        view.Version = row.Start.Version;
        view.WorkflowStatus = row.Status;
        view.ScheduledStartTimestamp = row.Start.ScheduledStartTimestamp;
        view.CreatedTimestamp = Timestamp.FromDateTimeOffset(row.CreatedAt);
        view.LastUpdatedTimestamp = Timestamp.FromDateTimeOffset(row.UpdatedAt);
        view.Input = row.Start.Input;
        view.ExecutionId = row.Start.WorkflowInstance?.ExecutionId;
        view.ParentInstanceId = row.ParentId;
        view.Tags.Add(row.Start.Tags);
        if (row.CompletedAt is { } completedAt)
        {
            view.CompletedTimestamp = Timestamp.FromDateTimeOffset(completedAt);
        }

        return view;
    }

    /// <summary>The answer of GetInstance and its waiting kin; payloads only if asked.</summary>
    public static GetInstanceResponse Answer(WorkflowState? view, bool withPayloads)
    {
        if (view is null)
        {
            return new GetInstanceResponse { Exists = false };
        }

        if (!withPayloads)
        {
            view = view.Clone();
            view.Input = null;
            view.Output = null;
            view.CustomStatus = null;
        }

        return new GetInstanceResponse { Exists = true, WorkflowState = view };
    }
}
