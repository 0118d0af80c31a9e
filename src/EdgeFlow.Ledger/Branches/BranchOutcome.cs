namespace EdgeFlow.Ledger.Branches;

/// <summary>What became of a branch. Immutable.</summary>
/// <param name="Label">What tells it from others of the same question.</param>
/// <param name="Figures">The figures of its window.</param>
/// <param name="Plans">Its plans, at most <see cref="BranchLimits.MaxToldPlans"/>.</param>
/// <param name="Reproduced">How far it decided the same as the record.</param>
/// <param name="Notes">What should be known of it: changes without effect, limits reached; at most
/// <see cref="BranchLimits.MaxNotes"/>.</param>
public sealed record BranchOutcome(
    string Label, BranchFigures Figures, IReadOnlyList<BranchPlan> Plans, Reproduction Reproduced,
    IReadOnlyList<string> Notes);
