using EdgeFlow.Durable.Wire;
using Google.Protobuf.WellKnownTypes;

namespace EdgeFlow.Durable;

/// <summary>The one place where an instance's state on the wire becomes ours.</summary>
internal static class StateMapping
{
    public static InstanceState? FromWire(GetInstanceResponse response, Payloads payloads)
    {
        if (!response.Exists || response.WorkflowState is not { } state)
        {
            return null;
        }

        return new InstanceState
        {
            InstanceId = state.InstanceId,
            Name = state.Name,
            Status = (InstanceStatus)state.WorkflowStatus,
            CreatedAt = Time(state.CreatedTimestamp),
            ScheduledStartAt = Time(state.ScheduledStartTimestamp),
            UpdatedAt = Time(state.LastUpdatedTimestamp),
            CompletedAt = Time(state.CompletedTimestamp),
            Input = state.Input,
            Output = state.Output,
            CustomStatus = state.CustomStatus,
            Failure = state.FailureDetails is null ? null : FailureMapping.FromWire(state.FailureDetails),
            ParentInstanceId = state.ParentInstanceId,
            Tags = new Dictionary<string, string>(state.Tags),
            Payloads = payloads,
        };
    }

    public static PurgeInstanceFilter ToWire(PurgeFilter filter)
    {
        var wire = new PurgeInstanceFilter
        {
            CreatedTimeFrom = filter.CreatedFrom is { } from ? Timestamp.FromDateTimeOffset(from) : null,
            CreatedTimeTo = filter.CreatedTo is { } to ? Timestamp.FromDateTimeOffset(to) : null,
        };
        wire.RuntimeStatus.AddRange((filter.Statuses ?? []).Select(status => (OrchestrationStatus)status));
        return wire;
    }

    private static DateTimeOffset? Time(Timestamp? time) => time?.ToDateTimeOffset();
}
