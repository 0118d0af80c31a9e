namespace EdgeFlow.StageWorker.Stages;

/// <summary>
/// A stage could not process an input: what kind of error, for the task's retry rules, and what would be right.
/// </summary>
public sealed class StageException(string errorType, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>
    /// The kind of error that a task's retry rules name, e.g. <c>BadInput</c>, <c>BadModel</c>, <c>WrongShape</c>.
    /// </summary>
    public string ErrorType { get; } = errorType;
}
