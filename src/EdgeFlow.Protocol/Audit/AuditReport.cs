namespace EdgeFlow.Protocol.Audit;

/// <summary>What a check of a chain found.</summary>
/// <param name="Chain">The chain's id.</param>
/// <param name="Tenants">The chains of the tenants, by name.</param>
/// <param name="Keys">The public keys, oldest first.</param>
/// <param name="Findings">What is wrong, in order of place; empty when the chain holds.</param>
/// <param name="FindingsLeftOut">How many more there are than are listed.</param>
/// <param name="Unsealed">Events that are too new to be sealed: nothing is known of them.</param>
/// <param name="ElapsedMs">How long the check took.</param>
public sealed record AuditReport(
    string Chain, IReadOnlyList<AuditTenant> Tenants, IReadOnlyList<AuditKeyView> Keys,
    IReadOnlyList<AuditFinding> Findings, long FindingsLeftOut, long Unsealed, double ElapsedMs)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsIntact => Findings.Count == 0;
}
