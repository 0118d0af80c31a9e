namespace EdgeFlow.Durable;

/// <summary>Thrown in a workflow when an activity or a child that it awaits has failed for good.</summary>
public sealed class TaskFailedException : Exception, IClassifiedFailure
{
    /// <summary>Makes the exception.</summary>
    /// <param name="taskName">The name of the activity or the child workflow.</param>
    /// <param name="taskId">The step of the instance that failed last.</param>
    /// <param name="failure">How it failed.</param>
    public TaskFailedException(string taskName, int taskId, TaskFailure failure)
        : base($"{taskName} (step {taskId}) failed: {failure?.Message}")
    {
        ArgumentNullException.ThrowIfNull(failure);
        TaskName = taskName;
        TaskId = taskId;
        Failure = failure;
    }

    /// <summary>The name of the activity or the child workflow.</summary>
    public string TaskName { get; }

    /// <summary>The step of the instance that failed last.</summary>
    public int TaskId { get; }

    /// <summary>How it failed, with its causes.</summary>
    public TaskFailure Failure { get; }

    /// <inheritdoc/>
    public string ErrorType => Failure.ErrorType;

    /// <inheritdoc/>
    public bool IsNonRetriable => Failure.IsNonRetriable;
}
