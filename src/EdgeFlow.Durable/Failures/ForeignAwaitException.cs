namespace EdgeFlow.Durable;

/// <summary>
/// A workflow left its own thread of control: it awaited I/O, <c>Task.Delay</c> or <c>Task.Run</c>, used
/// <c>ConfigureAwait(false)</c>, or waits for something that no recorded event can bring. The instance fails.
/// </summary>
public sealed class ForeignAwaitException : Exception, IClassifiedFailure
{
    /// <summary>Makes the exception.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="what">What was seen.</param>
    public ForeignAwaitException(string instanceId, string what)
        : base($"the instance {instanceId} {what}; a workflow may await only what its context makes, "
            + "without ConfigureAwait(false), and does I/O in activities")
    {
        InstanceId = instanceId;
    }

    /// <summary>The instance.</summary>
    public string InstanceId { get; }

    /// <inheritdoc/>
    public string ErrorType => typeof(ForeignAwaitException).FullName!;

    /// <inheritdoc/>
    public bool IsNonRetriable => true;
}
