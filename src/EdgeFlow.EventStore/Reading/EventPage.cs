namespace EdgeFlow.EventStore.Reading;

/// <summary>Some of all events, in order of sequence.</summary>
/// <param name="Events">The events; possibly none.</param>
/// <param name="HeldBack">True if later events are there that may not be given yet, because one before them may
/// still be committed. It passes as soon as that transaction ends.</param>
public sealed record EventPage(IReadOnlyList<RecordedEvent> Events, bool HeldBack);
