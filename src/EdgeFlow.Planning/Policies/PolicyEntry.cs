using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Policies;

/// <summary>A policy by its name.</summary>
/// <param name="Name">The short name that a user writes, e.g. <c>tier0</c>; without the version.</param>
/// <param name="Summary">What it does, in a line.</param>
/// <param name="Make">Makes it.</param>
/// <param name="Search">
/// Begins it as a search that gets better with work, from a snapshot and a seed; null for a policy that is done at
/// once.
/// </param>
public sealed record PolicyEntry(
    string Name, string Summary, Func<IPolicy> Make, Func<NetworkSnapshot, ulong, IAnytimeSearch>? Search = null);
