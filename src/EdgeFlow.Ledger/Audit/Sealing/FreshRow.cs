namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>An event that this process appended and that is not sealed yet. Immutable.</summary>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Version">Its version in the stream.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Body">The hash of all other columns.</param>
internal readonly record struct FreshRow(
    long Sequence, long Version, string Stream, string Tenant, ReadOnlyMemory<byte> Body);
