using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>What came of embedding one job.</summary>
/// <param name="Embedding">Placements and routes; null when it cannot be placed.</param>
/// <param name="Refusal">Why not; null when it can.</param>
/// <param name="Tasks">Candidates of each task, in the manifest's order.</param>
/// <param name="Work">Counted work.</param>
/// <param name="Settlement">Rates of the jobs near it then; null where they follow from all placements.</param>
/// <param name="IsChoice">Whether tasks moved that could have stayed.</param>
internal sealed record EmbedResult(
    Embedding? Embedding, Refusal? Refusal, IReadOnlyList<TaskReport> Tasks, long Work, Settlement? Settlement = null,
    bool IsChoice = false);
