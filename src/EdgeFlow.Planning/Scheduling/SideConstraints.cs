namespace EdgeFlow.Planning.Scheduling;

/// <summary>
/// What binds placements besides times: tasks that must be together (a group), groups that must be apart, memory that
/// a group holds on its node from the beginning to the end. Immutable.
/// </summary>
/// <param name="Group">Group of each task, numbered from 0 without gaps.</param>
/// <param name="Memory">Memory of each group, in bytes.</param>
/// <param name="Free">Memory free on each node, in bytes.</param>
/// <param name="Apart">Pairs of groups that must not share a node.</param>
public sealed record SideConstraints(
    IReadOnlyList<int> Group, IReadOnlyList<long> Memory, IReadOnlyList<long> Free,
    IReadOnlyList<(int A, int B)> Apart);
