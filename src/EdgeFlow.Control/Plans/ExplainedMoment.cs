using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Plans;

/// <summary>What an explanation is of: the present, or the moment after a plan was adopted. Immutable.</summary>
/// <param name="Snapshot">What is planned from, with the plans in force.</param>
/// <param name="Seed">Seed, should the planner have to be asked.</param>
/// <param name="IsPast">Whether it is an earlier moment.</param>
public sealed record ExplainedMoment(NetworkSnapshot Snapshot, ulong Seed, bool IsPast);
