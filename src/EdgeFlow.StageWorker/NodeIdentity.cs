namespace EdgeFlow.StageWorker;

/// <summary>Who this process is.</summary>
/// <param name="Node">The node's name; also its app id.</param>
/// <param name="Incarnation">New for each process start.</param>
/// <param name="Kind">Kind of machine, e.g. <c>x64-2core-q50</c>.</param>
public sealed record NodeIdentity(string Node, string Incarnation, string Kind);
