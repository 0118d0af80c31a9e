using EdgeFlow.Domain;
using EdgeFlow.EventStore.Appending;

namespace EdgeFlow.EventStore.Reading;

/// <summary>An event as the store holds it. Immutable.</summary>
/// <param name="Sequence">Its place among all events, from 1; there may be gaps.</param>
/// <param name="EventId">Its id.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="Version">Its place in the stream, from 1 without gaps.</param>
/// <param name="EventType">The stored type name.</param>
/// <param name="Data">The event itself.</param>
/// <param name="Timestamp">When its transaction began, by the database's clock.</param>
/// <param name="Metadata">What was noted beside it.</param>
public sealed record RecordedEvent(
    long Sequence,
    Guid EventId,
    string StreamId,
    long Version,
    string EventType,
    IEvent Data,
    DateTimeOffset Timestamp,
    EventMetadata Metadata)
{
    /// <summary>Whose it is: its stream's tenant.</summary>
    public string Tenant { get; init; } = Tenancy.Default;
}
