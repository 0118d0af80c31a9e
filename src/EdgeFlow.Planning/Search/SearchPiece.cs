namespace EdgeFlow.Planning.Search;

/// <summary>Tasks of one job that are moved together.</summary>
/// <param name="Job">Number of the job.</param>
/// <param name="Group">Number of the group within the job.</param>
/// <param name="Nodes">The nodes that it may be on, ascending.</param>
/// <param name="Seconds">Seconds a frame on each node: the sum of its tasks when compute is shared, else the
/// longest.</param>
/// <param name="Memory">Memory it holds, in bytes.</param>
/// <param name="Flows">Its flows with other pieces, the largest first.</param>
/// <param name="Apart">The pieces that must be on other nodes.</param>
/// <param name="Home">The node where it runs now; -1 where it does not, or cannot stay.</param>
/// <param name="Tasks">How many tasks it has.</param>
internal sealed record SearchPiece(
    int Job, int Group, int[] Nodes, double[] Seconds, long Memory, int[] Flows, int[] Apart, int Home, int Tasks);
