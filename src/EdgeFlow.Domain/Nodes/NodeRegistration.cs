using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Nodes;

/// <summary>Decides who may speak for a node's name, and with which properties.</summary>
internal static class NodeRegistration
{
    /// <summary>Most labels, and most taints, of a node.</summary>
    public const int MaxLabels = 64;

    /// <summary>Longest label, value, kind, zone, incarnation or address, in characters.</summary>
    public const int MaxText = 256;

    public static Decision Decide(NodeState? state, RegisterNode register)
    {
        if (Wrong(register) is { } problem)
        {
            return Decision.Reject(RejectionCodes.BadValue,
                $"Node '{EventText.Clean(register.Node.Value)}': {problem}.");
        }

        if (state is null || state.Incarnation != register.Incarnation)
        {
            return Take(state, register);
        }

        var events = state.Status switch
        {
            NodeStatus.Left => null,
            NodeStatus.Lost => NodeDecider.Return(state, register.OccurredAt).ToList(),
            _ => [],
        };
        if (events is null)
        {
            return Decision.Reject(
                RejectionCodes.StaleIncarnation, $"Process '{state.Incarnation}' of node '{state.Node}' has left.");
        }

        if (!IsSame(state, register))
        {
            events.Add(Registered(register));
        }

        return Decision.Of([.. events]);
    }

    private static Decision Take(NodeState? state, RegisterNode register)
    {
        var isLive = state?.Status is NodeStatus.Ready or NodeStatus.Draining;
        return isLive && register.LeaseHeld
            ? Decision.Reject(
                RejectionCodes.NameTaken,
                $"Node '{register.Node}' is held by process '{state!.Incarnation}' at {state.Address}, "
                + "whose lease has not ended.")
            : Decision.Of(Registered(register));
    }

    private static NodeRegistered Registered(RegisterNode register) => new(
        register.Node, register.Incarnation, register.Capacity, register.Address, register.OccurredAt);

    private static bool IsSame(NodeState state, RegisterNode register)
    {
        var (old, wanted) = (state.Capacity, register.Capacity);
        return state.Address == register.Address && old.Speed == wanted.Speed && old.Memory == wanted.Memory
            && old.Kind == wanted.Kind && old.Zone == wanted.Zone && HasSame(old.Labels, wanted.Labels)
            && HasSame(old.Taints, wanted.Taints) && HasSame(old.Accelerators, wanted.Accelerators)
            && old.PricePerHour.Equals(wanted.PricePerHour) && old.Energy == wanted.Energy;
    }

    private static bool HasSame(IReadOnlyDictionary<string, int>? one, IReadOnlyDictionary<string, int>? other) =>
        (one?.Count ?? 0) == (other?.Count ?? 0)
        && (one is null || one.All(pair => other!.TryGetValue(pair.Key, out var count) && count == pair.Value));

    private static bool HasSame(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static string? Wrong(RegisterNode register)
    {
        var capacity = register.Capacity;
        if (!Name.IsValid(register.Node.Value))
        {
            return $"its name must be {Name.Rule}";
        }

        if (!double.IsFinite(capacity.Speed.Value) || capacity.Speed.Value <= 0 || capacity.Memory.Value <= 0)
        {
            return "its speed and memory must be finite and above 0";
        }

        if (capacity.Labels.Count > MaxLabels || capacity.Taints.Count > MaxLabels)
        {
            return $"it has more than {MaxLabels} labels or taints";
        }

        if (NodeExtras.Wrong(capacity) is { } problem)
        {
            return problem;
        }

        var texts = capacity.Labels.Concat(capacity.Taints).SelectMany(pair => new[] { pair.Key, pair.Value })
            .Append(capacity.Kind).Append(capacity.Zone).Append(register.Incarnation).Append(register.Address);
        if (!texts.All(IsFit) || register.Incarnation.Length == 0)
        {
            return $"its texts must have at most {MaxText} characters, no control character, "
                + "and it needs an incarnation";
        }

        return IsHttp(register.Address)
            ? null
            : "its address must be an absolute http or https address without user info";
    }

    private static bool IsFit(string text) => text.Length <= MaxText && EventText.Clean(text) == text;

    private static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.UserInfo.Length == 0;
}
