using EdgeFlow.Planning.Placement;

namespace EdgeFlow.OrTools.Exact;

/// <summary>The variables that say where one job is.</summary>
/// <param name="Job">Number of the job.</param>
/// <param name="Groups">Its groups of tasks.</param>
/// <param name="At">x of each group on each node, at <c>[group, node]</c>; -1 where it cannot be.</param>
/// <param name="Passes">y of each flow on each arc, at <c>[flow][arc]</c>; -1 where it cannot pass, and empty for a
/// flow within a group.</param>
internal sealed record JobVariables(int Job, Grouping Groups, int[,] At, int[][] Passes);
