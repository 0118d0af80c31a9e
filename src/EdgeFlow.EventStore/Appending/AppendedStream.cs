namespace EdgeFlow.EventStore.Appending;

/// <summary>Where the events of one stream came to stand.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="FirstVersion">The version of the first event.</param>
/// <param name="LastVersion">The version of the last event, now the stream's.</param>
/// <param name="FirstSequence">The first event's place among all events.</param>
/// <param name="LastSequence">The last event's place among all events; others' events may stand between.</param>
public sealed record AppendedStream(
    string StreamId, long FirstVersion, long LastVersion, long FirstSequence, long LastSequence);
