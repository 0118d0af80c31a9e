namespace EdgeFlow.Domain.Plans;

/// <summary>How a plan was made: enough to make it again and compare.</summary>
/// <param name="Policy">The policy's name and version, e.g. <c>tier0/1</c>.</param>
/// <param name="Seed">Seed of every random choice.</param>
/// <param name="SnapshotHash">SHA-256 of the snapshot's canonical bytes, in hex.</param>
/// <param name="Objective">Value of the objective reached.</param>
/// <param name="Bound">Proven upper bound of the objective; null when none was computed.</param>
/// <param name="Work">Counted work spent.</param>
/// <param name="Reasons">For each job touched, why it is where it is, in words.</param>
public sealed record PlanDecision(
    string Policy, ulong Seed, string SnapshotHash, double Objective, double? Bound, long Work,
    IReadOnlyList<string> Reasons);
