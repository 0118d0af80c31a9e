namespace EdgeFlow.Durable;

/// <summary>Thrown to a client that reads the output of an instance that did not complete.</summary>
public sealed class WorkflowFailedException : Exception, IClassifiedFailure
{
    /// <summary>Makes the exception.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="status">How it stands.</param>
    /// <param name="failure">How it failed; null when it was terminated or has not ended.</param>
    public WorkflowFailedException(string instanceId, InstanceStatus status, TaskFailure? failure)
        : base($"the instance {instanceId} has no output: it is {status}"
            + (failure is null ? "" : $" with {failure.ErrorType}: {failure.Message}"))
    {
        InstanceId = instanceId;
        Status = status;
        Failure = failure;
    }

    /// <summary>The instance.</summary>
    public string InstanceId { get; }

    /// <summary>How the instance stands.</summary>
    public InstanceStatus Status { get; }

    /// <summary>How it failed; null when it was terminated or has not ended.</summary>
    public TaskFailure? Failure { get; }

    /// <inheritdoc/>
    public string ErrorType => Failure?.ErrorType ?? Status.ToString();

    /// <inheritdoc/>
    public bool IsNonRetriable => Failure?.IsNonRetriable ?? false;
}
