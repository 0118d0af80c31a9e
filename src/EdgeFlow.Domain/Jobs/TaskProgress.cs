using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>How far a task of a job is.</summary>
/// <param name="LastAttempt">The highest attempt whose end is known; 0 for none.</param>
/// <param name="LastFailed">Whether that attempt failed.</param>
/// <param name="Failures">How many attempts failed.</param>
/// <param name="Done">Whether its output exists.</param>
/// <param name="Node">Where the last attempt ran.</param>
/// <param name="Output">Content hash of the output; empty for none.</param>
/// <param name="OutputBytes">Size of the output.</param>
/// <param name="ErrorType">The kind of error of the last failure; empty for none.</param>
public sealed record TaskProgress(
    int LastAttempt, bool LastFailed, int Failures, bool Done, NodeId Node, string Output, long OutputBytes,
    string ErrorType)
{
    /// <summary>Nothing is known yet.</summary>
    public static TaskProgress None { get; } = new(0, false, 0, false, new NodeId(""), "", 0, "");
}
