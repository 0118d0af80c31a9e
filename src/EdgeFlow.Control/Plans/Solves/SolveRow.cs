namespace EdgeFlow.Control.Plans.Solves;

/// <summary>A solve as the ledger holds it, without what it was made of. Immutable.</summary>
/// <param name="Id">Its number, in the order in which they were written.</param>
/// <param name="SolvedAt">When it was done.</param>
/// <param name="Origin">Who asked.</param>
/// <param name="Trigger">Why, in words.</param>
/// <param name="Attempt">Which attempt at that trigger.</param>
/// <param name="Parent">The revision that it was made from.</param>
/// <param name="Revision">The revision that it became; null when none.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">More about that in words; null for nothing more.</param>
/// <param name="Policy">The policy's name and version.</param>
/// <param name="Seed">Seed of every random choice.</param>
/// <param name="WorkBudget">Counted work that it was allowed; null where none was named.</param>
/// <param name="Goal">The model and the objective that held, as JSON.</param>
/// <param name="IsWarm">Whether the memory of plans before was used.</param>
/// <param name="Snapshot">Name of the planner's input; null when it was too large to be kept.</param>
/// <param name="Proposal">Name of the planner's answer; null when it was too large to be kept.</param>
/// <param name="Objective">Value reached.</param>
/// <param name="Bound">Proven upper bound; null when none was computed.</param>
/// <param name="Work">Counted work spent.</param>
/// <param name="WallMs">Milliseconds that it took.</param>
/// <param name="Nodes">Nodes in the snapshot.</param>
/// <param name="Jobs">Jobs in the snapshot.</param>
/// <param name="Changed">Jobs that it places otherwise.</param>
/// <param name="Waiting">Jobs that it could not place.</param>
/// <param name="Moved">Tasks that it moves.</param>
public sealed record SolveRow(
    long Id, DateTimeOffset SolvedAt, string Origin, string Trigger, int Attempt, int Parent, int? Revision,
    string Outcome, string? Detail, string Policy, ulong Seed, long? WorkBudget, string Goal, bool IsWarm,
    string? Snapshot, string? Proposal, double Objective, double? Bound, long Work, double WallMs, int Nodes, int Jobs,
    int Changed, int Waiting, int Moved);
