namespace EdgeFlow.Control.Runs;

/// <summary>An attempt at a task of a batch job failed, as its workflow saw it.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The epoch it ran under.</param>
/// <param name="Task">The task.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Node">Where.</param>
/// <param name="ErrorType">The kind of error.</param>
/// <param name="Reason">What went wrong.</param>
public sealed record AttemptFailed(
    string Job, int Epoch, string Task, int Attempt, string Node, string ErrorType, string Reason);
