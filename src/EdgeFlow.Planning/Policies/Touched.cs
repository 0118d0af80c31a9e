using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Policies;

/// <summary>A job that must be embedded in this session.</summary>
/// <param name="job">The job.</param>
/// <param name="previous">Where it was; null when it had no plan.</param>
/// <param name="reason">Why it is touched, in words.</param>
internal sealed class Touched(IndexedJob job, Previous? previous, string reason)
{
    /// <summary>The job.</summary>
    public IndexedJob Job { get; } = job;

    /// <summary>Where it was; null when it had no plan.</summary>
    public Previous? Previous { get; } = previous;

    /// <summary>Why it is touched.</summary>
    public string Reason { get; } = reason;

    /// <summary>What came of the last attempt; null before the first.</summary>
    public EmbedResult? Result { get; set; }

    /// <summary>Whether no attempt is worth making.</summary>
    public bool IsHopeless { get; init; }

    /// <summary>How often the board had changed when it failed as a new job; -1 when it never did.</summary>
    public int FailedAt { get; set; } = -1;
}
