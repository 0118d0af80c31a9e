using EdgeFlow.Domain.Nodes;

namespace EdgeFlow.Planning.Snapshots;

/// <summary>How long a task takes on a node. Pure.</summary>
internal static class TaskTime
{
    /// <summary>Seconds of a frame (batch: of the whole task): measured where known, else C_i / PS_u.</summary>
    /// <returns>Seconds, or infinity when the node has no speed.</returns>
    public static double Seconds(SnapshotTask task, NodeCapacity node)
    {
        if (task.Measured.TryGetValue(node.Kind, out var measured))
        {
            return measured.Value / 1000;
        }

        var (work, speed) = (task.Work.Value, node.Speed.Value);
        return work <= 0 ? 0 : speed > 0 ? work / speed : double.PositiveInfinity;
    }
}
