namespace EdgeFlow.Protocol.Replays;

/// <summary>
/// What there was at a place of the history. At the beginning of a replay all of it, with each event then only what the
/// event changed: an entry takes the place of the one with its name.
/// </summary>
/// <param name="Revision">The plan in force; 0 before the first.</param>
/// <param name="Jobs">Jobs, by name; one that has ended is told once more with its end.</param>
/// <param name="Nodes">Nodes, by name.</param>
/// <param name="Links">Links, by name.</param>
public sealed record ReplayState(
    int Revision, IReadOnlyList<ReplayJob> Jobs, IReadOnlyList<ReplayNode> Nodes, IReadOnlyList<ReplayLink> Links);
