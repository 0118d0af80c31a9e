namespace EdgeFlow.Planning.Placement;

/// <summary>Where a job was before it was touched.</summary>
/// <param name="Node">Node of each task, -1 for those that cannot stay.</param>
/// <param name="Rate">Rate of its plan in force; 0 for batch.</param>
/// <param name="MayMoveMore">Whether tasks that can stay may move too, where that is worth it.</param>
internal sealed record Previous(int[] Node, double Rate, bool MayMoveMore = true);
