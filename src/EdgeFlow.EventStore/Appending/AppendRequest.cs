using EdgeFlow.Domain;

namespace EdgeFlow.EventStore.Appending;

/// <summary>Events to append to one stream or to several, all or none.</summary>
public sealed record AppendRequest
{
    /// <summary>The streams, each once.</summary>
    public required IReadOnlyList<StreamAppend> Streams { get; init; }

    /// <summary>Names the intent, at most 200 characters: repeating it changes nothing and gives the first answer.
    /// Null if the caller never repeats; a retry inside the store is safe either way. A conflict is not an answer
    /// to be kept: after one, the same id may be tried again.</summary>
    public string? CommandId { get; init; }

    /// <summary>Whose the streams are. A stream of another tenant is a conflict, and a new one becomes this tenant's.
    /// Null for whoever's they are; a new one then becomes the default tenant's.</summary>
    public string? Tenant { get; init; }

    /// <summary>What is noted beside the events.</summary>
    public EventMetadata Metadata { get; init; } = EventMetadata.None;

    /// <summary>A request for one stream.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="streamType">What kind of thing it tells of.</param>
    /// <param name="expected">What the stream must be like.</param>
    /// <param name="events">At least one event, in order.</param>
    public static AppendRequest To(
        string streamId, string streamType, ExpectedVersion expected, params IReadOnlyList<IEvent> events) =>
        new() { Streams = [new StreamAppend(streamId, streamType, expected, events)] };
}
