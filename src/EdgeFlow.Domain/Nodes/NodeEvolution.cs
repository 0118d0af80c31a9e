using System.Collections.Immutable;

namespace EdgeFlow.Domain.Nodes;

/// <summary>What each event means for the state of a node.</summary>
internal static class NodeEvolution
{
    public static NodeState Evolve(NodeState? state, IEvent @event)
    {
        if (@event is NodeRegistered registered)
        {
            return Registered(state, registered);
        }

        var before = state ?? throw new InvalidOperationException(
            $"The history of a node starts with {@event.GetType().Name}; NodeRegistered is expected.");
        return @event switch
        {
            NodeDrained drained => Move(before, NodeTrigger.Drained, drained.OccurredAt) with
            {
                DrainReason = drained.Reason,
            },
            NodeLost lost => Move(before, NodeTrigger.Lost, lost.OccurredAt) with { Reason = lost.Reason },
            NodeReturned returned => Move(before, NodeTrigger.Returned, returned.OccurredAt),
            NodeLeft left => Move(before, NodeTrigger.Left, left.OccurredAt),
            StageProfiled profiled => Profiled(before, profiled),
            _ => throw new InvalidOperationException(
                $"The history of node '{before.Node}' has a {@event.GetType().Name}."),
        };
    }

    private static NodeState Registered(NodeState? state, NodeRegistered registered)
    {
        var isSameProcess = state?.Incarnation == registered.Incarnation;
        var status = NodeLifecycle.Table.After(
            state?.Status ?? NodeStatus.Unknown,
            isSameProcess ? NodeTrigger.Changed : NodeTrigger.Registered, registered.Node);
        return new NodeState(
            registered.Node, status, registered.Incarnation, registered.Capacity, registered.Address,
            isSameProcess ? state!.DrainReason : null, Reason: "",
            state?.Profiles ?? ImmutableSortedDictionary.Create<string, StageProfile>(StringComparer.Ordinal),
            isSameProcess ? state!.ChangedAt : registered.OccurredAt)
        {
            JoinedAt = isSameProcess && state!.Address == registered.Address ? state.JoinedAt : registered.OccurredAt,
        };
    }

    private static NodeState Move(NodeState state, NodeTrigger trigger, DateTimeOffset at) => state with
    {
        Status = NodeLifecycle.Table.After(state.Status, trigger, state.Node),
        Reason = "",
        ChangedAt = at,
    };

    private static NodeState Profiled(NodeState state, StageProfiled profiled) => state with
    {
        Status = NodeLifecycle.Table.After(state.Status, NodeTrigger.Profiled, state.Node),
        Profiles = state.Profiles.SetItem(
            NodeState.ProfileKey(profiled.StageHash, profiled.NodeKind),
            new StageProfile(
                profiled.StageHash, profiled.NodeKind, profiled.MedianMs, profiled.P95Ms, profiled.OutputBytes)
            {
                ModelHash = profiled.ModelHash,
            }),
    };
}
