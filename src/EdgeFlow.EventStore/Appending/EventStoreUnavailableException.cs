namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// The database could not be reached within the retry limit. Whether an append came through is then unknown: with a
/// command id, repeating it later is safe.
/// </summary>
public sealed class EventStoreUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="attempts">How often it was tried.</param>
    /// <param name="limit">For how long.</param>
    /// <param name="cause">The last failure.</param>
    public EventStoreUnavailableException(int attempts, TimeSpan limit, Exception cause)
        : base($"The event store was not reachable in {attempts} attempts within {limit}: {cause?.Message}", cause)
    {
    }
}
