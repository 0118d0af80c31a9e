namespace EdgeFlow.Planning.Bounds.Weights;

/// <summary>A copy of a group in a <see cref="SpreadTree"/>.</summary>
/// <param name="Group">The group.</param>
/// <param name="Share">The part of the group that the copy stands for, above 0 and at most 1.</param>
/// <param name="Branches">The copies below it, each with the flow that joins them.</param>
internal sealed record SpreadNode(int Group, double Share, SpreadBranch[] Branches);
