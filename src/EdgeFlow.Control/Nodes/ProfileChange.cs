using EdgeFlow.Domain.Nodes;

namespace EdgeFlow.Control.Nodes;

/// <summary>Which measured profiles change a decision. Pure.</summary>
public static class ProfileChange
{
    /// <summary>A profile is stored again when its time or its output differs by more than this share.</summary>
    public const double Threshold = 0.2;

    /// <summary>A profile needs so many frames.</summary>
    public const int MinSamples = 5;

    /// <summary>Whether the profile is new to the node, is of another model, or differs enough from what is
    /// stored.</summary>
    public static bool Matters(NodeState node, Protocol.Nodes.StageProfile measured)
    {
        if (measured.Samples < MinSamples)
        {
            return false;
        }

        var key = NodeState.ProfileKey(measured.StageHash, measured.NodeKind);
        return !node.Profiles.TryGetValue(key, out var known) || known.ModelHash != measured.ModelHash
            || Differs(known.MedianMs, measured.MedianMs) || Differs(known.OutputBytes, measured.OutputBytes);
    }

    private static bool Differs(double known, double measured) =>
        Math.Abs(measured - known) > Threshold * Math.Max(Math.Abs(known), double.Epsilon);
}
