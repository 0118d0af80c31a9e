namespace EdgeFlow.Protocol.Plans;

/// <summary>What the change from one plan to another costs, and what it is worth.</summary>
/// <param name="Moved">Tasks that run on another node after.</param>
/// <param name="Forced">Those of them whose node is gone.</param>
/// <param name="Rerouted">Flows that take another way although their tasks stay.</param>
/// <param name="StateBytes">Memory of the moved tasks: what has to be set up elsewhere.</param>
/// <param name="DowntimeMs">Estimate: the longest time that a moved task's memory takes over the widest path between
/// its nodes, all links free; null when nothing moved or no such path is known.</param>
/// <param name="ObjectiveBefore">Value reached before.</param>
/// <param name="ObjectiveAfter">Value reached after; of other jobs where jobs came or left.</param>
/// <param name="BoundBefore">Proven bound before; null when none was computed.</param>
/// <param name="BoundAfter">Proven bound after; null when none was computed.</param>
public sealed record PlanCost(
    int Moved, int Forced, int Rerouted, long StateBytes, double? DowntimeMs, double ObjectiveBefore,
    double ObjectiveAfter, double? BoundBefore, double? BoundAfter);
