namespace EdgeFlow.Ledger.Branches;

/// <summary>A plan of a branch, in a line. Immutable.</summary>
/// <param name="Revision">Its number in the branch.</param>
/// <param name="At">When it was adopted there.</param>
/// <param name="Trigger">Why it was made, in words.</param>
/// <param name="Placed">Jobs that are new or changed in it.</param>
/// <param name="Waiting">Jobs that it could not place.</param>
/// <param name="Objective">The value that it reaches.</param>
public sealed record BranchPlan(
    int Revision, DateTimeOffset At, string Trigger, int Placed, int Waiting, double Objective);
