using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications;

/// <summary>Where a task may run. Everything given must hold; everything empty does not constrain.</summary>
/// <param name="Nodes">Allowed nodes. One name pins the task (a source at its camera, a sink at its screen).</param>
/// <param name="Labels">Labels that the node must carry, with their values.</param>
/// <param name="Zones">Allowed zones.</param>
/// <param name="Tolerations">Taints that it bears; a node with any other taint is not allowed.</param>
/// <param name="With">Affinity: tasks of the same job that must be on the same node.</param>
/// <param name="Apart">Anti-affinity: tasks of the same job that must be on other nodes.</param>
public sealed record PlacementConstraints(
    IReadOnlyList<NodeId> Nodes, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Zones,
    IReadOnlyList<Toleration> Tolerations, IReadOnlyList<TaskId> With, IReadOnlyList<TaskId> Apart)
{
    /// <summary>Anywhere.</summary>
    public static PlacementConstraints None { get; } = new([], new Dictionary<string, string>(), [], [], [], []);
}
