namespace EdgeFlow.Protocol.Audit;

/// <summary>What a check of an exported file found.</summary>
/// <param name="Chain">The id of the chain that it is of.</param>
/// <param name="Tenant">Whose events.</param>
/// <param name="FirstBlock">The number of the first block in it; 0 when it has none.</param>
/// <param name="LastBlock">The number of the last one; 0 when it has none.</param>
/// <param name="Events">Events that are in it whole.</param>
/// <param name="LeftOut">Events of these blocks of which only the hash is in it: filtered out, or archived.</param>
/// <param name="Head">The link of the last event, in hex; null when it has none.</param>
/// <param name="Keys">The keys that the file names, oldest first.</param>
/// <param name="SignedBy">The short name of the key that signed the file as a whole.</param>
/// <param name="IsPinned">Whether the caller named a key, and it vouches for the signer.</param>
/// <param name="Findings">What is wrong, in order of line; empty when the file holds.</param>
/// <param name="FindingsLeftOut">How many more there are than are listed.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="ElapsedMs">How long the check took.</param>
public sealed record AuditFileReport(
    string Chain, string Tenant, long FirstBlock, long LastBlock, long Events, long LeftOut, string? Head,
    IReadOnlyList<AuditKeyView> Keys, string SignedBy, bool IsPinned, IReadOnlyList<AuditFinding> Findings,
    long FindingsLeftOut, long Bytes, double ElapsedMs)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsIntact => Findings.Count == 0;
}
