using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Explanations;

/// <summary>Why a task is not on a node.</summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Node">The node asked about.</param>
/// <param name="Verdict">What it comes down to.</param>
/// <param name="Now">What the job has now; null while it waits.</param>
/// <param name="Then">What it would have with the task there; null when that cannot be.</param>
/// <param name="Others">
/// Other jobs whose rate would change, those that lose most first; at most <see cref="MaxOthers"/>.
/// </param>
/// <param name="Moved">Tasks that would move, <c>job/task from a to b</c>, the one asked about included.</param>
/// <param name="Words">All of it in plain sentences.</param>
public sealed record WhyNotAnswer(
    JobId Job, TaskId Task, NodeId Node, WhyNotVerdict Verdict, JobOutcome? Now, JobOutcome? Then,
    IReadOnlyList<RateChange> Others, IReadOnlyList<string> Moved, IReadOnlyList<string> Words)
{
    /// <summary>Most other jobs told of.</summary>
    public const int MaxOthers = 8;

    /// <summary>Most moves told of.</summary>
    public const int MaxMoves = 20;
}
