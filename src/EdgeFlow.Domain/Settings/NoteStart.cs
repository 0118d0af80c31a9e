namespace EdgeFlow.Domain.Settings;

/// <summary>Notes what the control plane that begins to decide was started with. The same as before changes
/// nothing.</summary>
/// <param name="Options">All that changes what is decided.</param>
/// <param name="OccurredAt">When; the event takes its time from here.</param>
public sealed record NoteStart(StartOptions Options, DateTimeOffset OccurredAt);
