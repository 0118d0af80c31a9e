namespace EdgeFlow.EventStore.Appending;

/// <summary>What the database remembers of a command id: which append it was, and where its events stand.</summary>
internal sealed record CommandRow(Guid AppendId, IReadOnlyList<AppendedStream> Streams);
