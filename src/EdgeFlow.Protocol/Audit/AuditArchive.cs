namespace EdgeFlow.Protocol.Audit;

/// <summary>Events that were moved from the database into a file.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Number">1 for the tenant's first archive, one more for each that follows.</param>
/// <param name="File">The file, on the control plane's machine.</param>
/// <param name="Sha256">Its SHA-256 in hex, as the signed mark in the database has it.</param>
/// <param name="Jobs">How many jobs' streams.</param>
/// <param name="Events">How many events.</param>
public sealed record AuditArchive(string Tenant, long Number, string File, string Sha256, int Jobs, long Events);
