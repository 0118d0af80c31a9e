using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>Finds placements and routes for one job, all others staying where they are.</summary>
internal interface IEmbedder
{
    /// <summary>Embeds a job.</summary>
    /// <param name="board">All jobs placed so far, without this one.</param>
    /// <param name="job">A job without defect and with at least one task.</param>
    /// <param name="previous">Where it was before it was touched; null when it had no plan.</param>
    /// <returns>Where it goes, or why it cannot.</returns>
    EmbedResult Embed(Board board, IndexedJob job, Previous? previous);
}
