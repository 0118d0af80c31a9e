using EdgeFlow.Ledger.Audit.Signatures;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Ledger.Audit;

/// <summary>Parts of the chain as the API tells them.</summary>
internal static class AuditViews
{
    /// <summary>The keys, oldest first.</summary>
    public static IReadOnlyList<AuditKeyView> Of(KeyChain keys) => [.. keys.Keys.Select(key => Of(key, keys))];

    /// <summary>One key.</summary>
    public static AuditKeyView Of(PublishedKey key, KeyChain keys) => new(
        key.Ordinal, key.Id, Convert.ToHexStringLower(key.PublicKey), key.CreatedAt, key.Id == keys.Active?.Id);
}
