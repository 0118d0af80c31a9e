namespace EdgeFlow.Durable;

/// <summary>A place where today's code does something else than a recorded history.</summary>
/// <param name="EventId">The number of the recorded step, or of the one that the code asks for beyond the history; 0
/// for the end of the instance.</param>
/// <param name="Recorded">What the history holds.</param>
/// <param name="Actual">What the code does now.</param>
public sealed record ReplayDifference(int EventId, string Recorded, string Actual)
{
    /// <inheritdoc/>
    public override string ToString() => EventId == 0
        ? $"at its end: recorded {Recorded}, now {Actual}"
        : $"at step {EventId}: recorded {Recorded}, now {Actual}";
}
