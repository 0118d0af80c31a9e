using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Ledger.Branches;

/// <summary>What is different in a branch. Immutable.</summary>
/// <param name="Label">What tells it from others of the same question.</param>
/// <param name="Commands">What happens in it, each at its time.</param>
/// <param name="Policy">Another policy by its name in the catalogue; null for the control plane's own.</param>
/// <param name="Objective">Another objective; null for the control plane's own.</param>
public sealed record BranchSpec(
    string Label, IReadOnlyList<BranchCommand> Commands, string? Policy = null, Objective? Objective = null)
{
    /// <summary>A branch in which nothing is different: what happened, decided again.</summary>
    public static BranchSpec Same { get; } = new("as it was", []);

    /// <summary>Whether the planner itself is another one.</summary>
    public bool PlansOtherwise => Policy is not null || Objective is not null;

    /// <summary>Whether nothing is different.</summary>
    public bool ChangesNothing => Commands.Count == 0 && !PlansOtherwise;

    /// <summary>Whether even jobs whose plan is as it was end as the model says, not as recorded; so that all policies
    /// of a comparison are measured alike.</summary>
    public bool ModelsAll { get; init; }
}
