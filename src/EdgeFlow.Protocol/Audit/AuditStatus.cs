namespace EdgeFlow.Protocol.Audit;

/// <summary>How far the chain is.</summary>
/// <param name="Chain">The chain's id.</param>
/// <param name="SealedThrough">Every event up to this sequence number is sealed; 0 when none is.</param>
/// <param name="Unsealed">Events after it.</param>
/// <param name="IntervalMs">How often new events are sealed.</param>
/// <param name="HoldsKey">Whether the control plane that answers has the key that signs.</param>
/// <param name="Halted">Why it does not seal; null when it does, or does not lead.</param>
/// <param name="Keys">The public keys, oldest first.</param>
/// <param name="Tenants">The last blocks of the tenants, by name.</param>
public sealed record AuditStatus(
    string Chain, long SealedThrough, long Unsealed, double IntervalMs, bool HoldsKey, string? Halted,
    IReadOnlyList<AuditKeyView> Keys, IReadOnlyList<AuditTenant> Tenants);
