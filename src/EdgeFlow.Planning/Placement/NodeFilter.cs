using EdgeFlow.Domain.Applications;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Placement;

/// <summary>Which nodes a task may run on, by itself: constraints on the node and its memory.</summary>
internal static class NodeFilter
{
    /// <summary>The kinds of constraint, in the order in which they are looked at and named.</summary>
    public static readonly string[] Kinds =
        ["constraints/nodes", "constraints/labels", "constraints/zones", "constraints/tolerations", "memory", "work"];

    /// <summary>The first constraint that the node does not meet, as an index into <see cref="Kinds"/>, or
    /// -1.</summary>
    /// <param name="task">The task.</param>
    /// <param name="node">The node.</param>
    /// <param name="free">Memory free on the node, in bytes.</param>
    public static int FirstUnmet(SnapshotTask task, SnapshotNode node, long free)
    {
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            if (!Meets(task, node, free, kind))
            {
                return kind;
            }
        }

        return -1;
    }

    /// <summary>Whether the node meets one kind of constraint.</summary>
    public static bool Meets(SnapshotTask task, SnapshotNode node, long free, int kind)
    {
        var wanted = task.Constraints;
        return kind switch
        {
            0 => wanted.Nodes.Count == 0 || wanted.Nodes.Contains(node.Id),
            1 => wanted.Labels.Count == 0 || wanted.Labels.All(l =>
                node.Capacity.Labels.TryGetValue(l.Key, out var value) && value == l.Value),
            2 => wanted.Zones.Count == 0 || wanted.Zones.Contains(node.Capacity.Zone),
            3 => node.Capacity.Taints.Count == 0
                || node.Capacity.Taints.All(t => Tolerates(wanted.Tolerations, t.Key, t.Value)),
            4 => task.Memory.Value <= free,
            _ => task.Work.Value <= 0 || node.Capacity.Speed.Value > 0 || task.Measured.ContainsKey(node.Capacity.Kind),
        };
    }

    /// <summary>Why the node is refused, in words.</summary>
    public static string Describe(SnapshotTask task, SnapshotNode node, long free, int kind) => kind switch
    {
        0 => $"is not among the allowed nodes {string.Join(", ", task.Constraints.Nodes)}",
        1 => $"lacks the labels {string.Join(", ", Sorted(task.Constraints.Labels))}",
        2 => $"is in zone '{node.Capacity.Zone}', allowed are {string.Join(", ", task.Constraints.Zones)}",
        3 => $"has taints that are not tolerated: {string.Join(", ", Sorted(node.Capacity.Taints))}",
        4 => FormattableString.Invariant($"has {free} bytes of memory free, {task.Memory.Value} are needed"),
        _ => "has no compute speed",
    };

    private static bool Tolerates(IReadOnlyList<Toleration> tolerations, string key, string value) =>
        tolerations.Any(t => t.Key == key && (t.Value is null || t.Value == value));

    private static IEnumerable<string> Sorted(IReadOnlyDictionary<string, string> pairs) =>
        pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}");
}
