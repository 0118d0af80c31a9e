using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Explanations;

/// <summary>Why one task is where it is.</summary>
/// <param name="Task">The task.</param>
/// <param name="Node">Its node; null while the job waits.</param>
/// <param name="Variant">The variant of its model.</param>
/// <param name="Candidates">
/// The nodes that could host it, the cheapest first, at most <see cref="MaxCandidates"/>; its own is the first where it
/// has one. The price of a stream's task is what it would add to the congestion Φ with its flows, the other tasks
/// staying where they are; of a batch task, the seconds of its own computation there.
/// </param>
/// <param name="Able">How many nodes could host it.</param>
/// <param name="Refused">Why the other nodes cannot: the words, and of how many nodes they hold, most first.</param>
public sealed record TaskExplanation(
    TaskId Task, NodeId? Node, string Variant, IReadOnlyList<CandidateReport> Candidates, int Able,
    IReadOnlyList<RefusedNodes> Refused)
{
    /// <summary>Most candidates told of.</summary>
    public const int MaxCandidates = 6;

    /// <summary>Most reasons told of.</summary>
    public const int MaxReasons = 6;

    /// <summary>The same in plain sentences.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}
