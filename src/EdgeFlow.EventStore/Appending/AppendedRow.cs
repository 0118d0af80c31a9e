namespace EdgeFlow.EventStore.Appending;

/// <summary>A row of <c>mt_events</c> as it was committed: all that is not always the same of it. Immutable.</summary>
/// <param name="Sequence">seq_id.</param>
/// <param name="Id">id.</param>
/// <param name="Stream">stream_id.</param>
/// <param name="Version">version.</param>
/// <param name="Type">type.</param>
/// <param name="Timestamp">timestamp, in UTC to the microsecond.</param>
/// <param name="Tenant">tenant_id.</param>
/// <param name="DotNetType">mt_dotnet_type.</param>
/// <param name="Metadata">correlation_id and causation_id.</param>
/// <param name="Headers">headers as PostgreSQL prints them, in UTF-8; null for none.</param>
/// <param name="Data">data as PostgreSQL prints it, in UTF-8.</param>
public readonly record struct AppendedRow(
    long Sequence, Guid Id, string Stream, long Version, string Type, DateTime Timestamp, string Tenant,
    string DotNetType, EventMetadata Metadata, ReadOnlyMemory<byte>? Headers, ReadOnlyMemory<byte> Data);
