namespace EdgeFlow.Domain.Nodes;

/// <summary>
/// Decides what happens to a node: command in, events out; and what they mean: <see cref="Evolve"/>. Pure.
/// </summary>
public static class NodeDecider
{
    /// <summary>Most stage profiles kept for a node.</summary>
    public const int MaxProfiles = 10_000;

    /// <summary>The answer to a command.</summary>
    /// <param name="state">The node as it is; null when it never registered.</param>
    /// <param name="command">What is wanted.</param>
    public static Decision Decide(NodeState? state, NodeCommand command)
    {
        if (command is RegisterNode register)
        {
            return NodeRegistration.Decide(state, register);
        }

        if (state is null)
        {
            return Decision.Reject(RejectionCodes.Unknown, $"There is no node '{command.Node}'.");
        }

        return command switch
        {
            HearNode hear => Hear(state, hear),
            LoseNode lose => Lose(state, lose),
            DrainNode drain => Drain(state, drain),
            LeaveNode leave => Leave(state, leave),
            RecordProfile profile => Profile(state, profile),
            _ => throw new InvalidOperationException($"Node '{state.Node}': no rule for {command.GetType().Name}."),
        };
    }

    /// <summary>The node after an event.</summary>
    /// <exception cref="InvalidOperationException">The history was not written by this decider.</exception>
    public static NodeState Evolve(NodeState? state, IEvent @event) => NodeEvolution.Evolve(state, @event);

    /// <summary>A lost process is back; where it was asked to drain before, it drains on.</summary>
    internal static IEnumerable<IEvent> Return(NodeState state, DateTimeOffset at)
    {
        yield return new NodeReturned(state.Node, state.Incarnation, at);
        if (state.DrainReason is { } reason)
        {
            yield return new NodeDrained(state.Node, reason, at);
        }
    }

    private static Decision Hear(NodeState state, HearNode hear)
    {
        if (WrongIncarnation(state, hear.Incarnation) is { } rejected)
        {
            return rejected;
        }

        return state.Status switch
        {
            NodeStatus.Lost => Decision.Of([.. Return(state, hear.OccurredAt)]),
            NodeStatus.Left => NotAllowed(state, NodeTrigger.Returned)!,
            _ => Decision.Nothing,
        };
    }

    private static Decision Lose(NodeState state, LoseNode lose)
    {
        if (WrongIncarnation(state, lose.Incarnation) is { } rejected)
        {
            return rejected;
        }

        if (lose.Silence is { } silence
            && !(IsMeasure(silence.SilentMs) && IsMeasure(silence.LeaseMs) && IsMeasure(silence.HeartbeatMs)))
        {
            return Decision.Reject(
                RejectionCodes.BadValue, $"The silence of node '{state.Node}': times must be finite and not negative.");
        }

        return state.Status is NodeStatus.Lost or NodeStatus.Left
            ? Decision.Nothing
            : Decision.Of(new NodeLost(
                state.Node, state.Incarnation, lose.LastHeardAt, EventText.Clean(lose.Reason), lose.OccurredAt,
                lose.Silence));
    }

    private static Decision Drain(NodeState state, DrainNode drain)
    {
        if (state.Status == NodeStatus.Draining)
        {
            return Decision.Nothing;
        }

        return NotAllowed(state, NodeTrigger.Drained)
            ?? Decision.Of(new NodeDrained(state.Node, EventText.Clean(drain.Reason), drain.OccurredAt));
    }

    private static Decision Leave(NodeState state, LeaveNode leave)
    {
        if (WrongIncarnation(state, leave.Incarnation) is { } rejected)
        {
            return rejected;
        }

        return state.Status == NodeStatus.Left
            ? Decision.Nothing
            : Decision.Of(new NodeLeft(state.Node, leave.OccurredAt));
    }

    private static Decision Profile(NodeState state, RecordProfile record)
    {
        var (hash, kind) = (EventText.Clean(record.StageHash), EventText.Clean(record.NodeKind));
        var key = NodeState.ProfileKey(hash, kind);
        var model = record.ModelHash is { } given ? EventText.Clean(given) : null;
        var profile = new StageProfile(hash, kind, record.MedianMs, record.P95Ms, record.OutputBytes)
        {
            ModelHash = model,
        };
        var known = state.Profiles.GetValueOrDefault(key);
        if (known == profile)
        {
            return Decision.Nothing;
        }

        if (!IsMeasure(record.MedianMs) || !IsMeasure(record.P95Ms) || record.OutputBytes < 0)
        {
            return Decision.Reject(
                RejectionCodes.BadValue,
                    $"Profile '{key}' of node '{state.Node}': measures must be finite and not negative.");
        }

        if (known is null && state.Profiles.Count >= MaxProfiles)
        {
            return Decision.Reject(RejectionCodes.LimitReached,
                $"Node '{state.Node}' has {MaxProfiles} profiles already.");
        }

        return NotAllowed(state, NodeTrigger.Profiled) ?? Decision.Of(new StageProfiled(
            state.Node, hash, kind, record.MedianMs, record.P95Ms, record.OutputBytes, record.OccurredAt)
        {
            ModelHash = model,
        });
    }

    private static bool IsMeasure(double value) => double.IsFinite(value) && value >= 0;

    private static Rejected? NotAllowed(NodeState state, NodeTrigger trigger) =>
        NodeLifecycle.Table.Allows(state.Status, trigger)
            ? null
            : new Rejected(RejectionCodes.NotAllowed,
                $"Node '{state.Node}' is {state.Status}: '{trigger}' cannot happen to it now.");

    private static Rejected? WrongIncarnation(NodeState state, string incarnation) =>
        incarnation == state.Incarnation
            ? null
            : new Rejected(
                RejectionCodes.StaleIncarnation,
                $"Node '{state.Node}' is process '{state.Incarnation}'; "
                + $"'{EventText.Clean(incarnation)}' does not speak for it.");
}
