namespace EdgeFlow.Durable;

/// <summary>
/// The code of a workflow does something else than its recorded history: it was changed under a running instance, or
/// it decides by something that is not recorded. The instance fails, because going on would be a guess.
/// </summary>
public sealed class NonDeterminismException : Exception, IClassifiedFailure
{
    /// <summary>Makes the exception.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="eventId">The recorded event that the code does not match.</param>
    /// <param name="expected">What the history holds.</param>
    /// <param name="actual">What the code asks for.</param>
    public NonDeterminismException(string instanceId, int eventId, string expected, string actual)
        : base($"the instance {instanceId} does not match its history at event {eventId}: "
            + $"expected {expected}, actual {actual}")
    {
        InstanceId = instanceId;
        EventId = eventId;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The instance.</summary>
    public string InstanceId { get; }

    /// <summary>The recorded event that the code does not match.</summary>
    public int EventId { get; }

    /// <summary>What the history holds.</summary>
    public string Expected { get; }

    /// <summary>What the code asks for.</summary>
    public string Actual { get; }

    /// <inheritdoc/>
    public string ErrorType => typeof(NonDeterminismException).FullName!;

    /// <inheritdoc/>
    public bool IsNonRetriable => true;
}
