namespace EdgeFlow.Protocol.Audit;

/// <summary>The chain of a tenant.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Blocks">How many blocks it has.</param>
/// <param name="Events">How many events are sealed in them.</param>
/// <param name="Archived">How many of these are in an archive and not in the database any more.</param>
/// <param name="Head">The link of the last one, in hex: it stands for all before it.</param>
/// <param name="SealedAt">When the last block was sealed.</param>
public sealed record AuditTenant(
    string Tenant, long Blocks, long Events, long Archived, string Head, DateTimeOffset SealedAt);
