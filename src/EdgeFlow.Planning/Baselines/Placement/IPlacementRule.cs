using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Baselines.Placement;

/// <summary>How a baseline chooses nodes.</summary>
internal interface IPlacementRule
{
    /// <summary>Places one job beside those that run.</summary>
    /// <param name="ledger">What they leave.</param>
    /// <param name="job">A stream job without defect, with at least one task.</param>
    /// <returns>The node of each task, or why there is none.</returns>
    (int[]? Nodes, Refusal? Refusal) Place(Ledger ledger, IndexedJob job);
}
