namespace EdgeFlow.Protocol.Audit;

/// <summary>A public key of the chain.</summary>
/// <param name="Ordinal">1 for the first, one more for each that follows.</param>
/// <param name="Id">Its short name.</param>
/// <param name="PublicKey">Its 32 bytes in hex, as <c>audit verify --key</c> takes them.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="IsActive">Whether it signs now.</param>
public sealed record AuditKeyView(int Ordinal, string Id, string PublicKey, DateTimeOffset CreatedAt, bool IsActive);
