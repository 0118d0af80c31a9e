using System.Globalization;
using System.Text;
using EdgeFlow.Ledger.Audit.Signatures;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>The head of a sealed run of one tenant's events: what is signed. Immutable.</summary>
/// <param name="Tenant">Whose events.</param>
/// <param name="Number">1 for the tenant's first, one more for each that follows.</param>
/// <param name="After">All events of the database up to here were sealed before.</param>
/// <param name="Through">The block has the tenant's events after <paramref name="After"/> up to here.</param>
/// <param name="Events">How many; at least one.</param>
/// <param name="Total">The tenant's events of this block and all before it.</param>
/// <param name="Previous">The link before its first event: the head of the block before.</param>
/// <param name="Head">The link of its last event.</param>
/// <param name="KeyId">The short name of the key that signed.</param>
/// <param name="SealedAt">When, to the microsecond.</param>
/// <param name="Signature">Over <see cref="Statement"/>.</param>
public sealed record Block(
    string Tenant, long Number, long After, long Through, int Events, long Total, byte[] Previous, byte[] Head,
    string KeyId, DateTimeOffset SealedAt, byte[] Signature)
{
    /// <summary>The bytes that are signed.</summary>
    /// <param name="chain">The chain's id.</param>
    public byte[] Statement(Guid chain) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"edgeflow-block/1\n{chain}\n{Number}\n{After}\n{Through}\n{Events}\n{Total}\n"
        + $"{Convert.ToHexStringLower(Previous)}\n{Convert.ToHexStringLower(Head)}\n{KeyId}\n"
        + $"{Micros(SealedAt)}\n{Tenant}"));

    /// <summary>The block with its signature.</summary>
    /// <param name="chain">The chain's id.</param>
    /// <param name="key">The key that <see cref="KeyId"/> names.</param>
    public Block Signed(Guid chain, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return this with { Signature = key.Sign(Statement(chain)) };
    }

    /// <summary>What is wrong with who signed; null when nothing is.</summary>
    /// <param name="keys">The chain's keys.</param>
    /// <param name="lastOrdinal">The place of the key that signed the block before; 0 for none.</param>
    public string? SignatureFault(KeyChain keys, int lastOrdinal)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.Find(KeyId) is not { } key ? $"is signed by {KeyId}, which is no key of the chain"
            : key.Ordinal < lastOrdinal ? $"is signed by {KeyId}, which was replaced before"
            : Ed25519.IsSigned(key.PublicKey, Statement(keys.Chain), Signature) ? null
            : $"has a signature that is not {KeyId}'s: the block was changed or made by somebody else";
    }

    /// <summary>Microseconds since 1970.</summary>
    internal static long Micros(DateTimeOffset at) =>
        (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
