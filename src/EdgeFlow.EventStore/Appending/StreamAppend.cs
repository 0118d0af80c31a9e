using EdgeFlow.Domain;

namespace EdgeFlow.EventStore.Appending;

/// <summary>Events for one stream.</summary>
/// <param name="StreamId">The stream, for example <c>job-7</c>.</param>
/// <param name="StreamType">What kind of thing the stream tells of, for example <c>job</c>; kept when the stream is
/// new.</param>
/// <param name="Expected">What the stream must be like.</param>
/// <param name="Events">At least one event, in order.</param>
public sealed record StreamAppend(
    string StreamId, string StreamType, ExpectedVersion Expected, IReadOnlyList<IEvent> Events)
{
    /// <summary>What is noted beside these events; null for what the whole append notes.</summary>
    public EventMetadata? Metadata { get; init; }
}
