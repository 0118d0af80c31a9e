using System.Globalization;
using System.Text;

namespace EdgeFlow.Ledger.Audit.Signatures;

/// <summary>A public key of a chain. Immutable.</summary>
/// <param name="Ordinal">1 for the first, one more for each that follows.</param>
/// <param name="Id">Its short name.</param>
/// <param name="PublicKey">The key.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Endorsement">The signature of the key before; null for the first.</param>
public sealed record PublishedKey(
    int Ordinal, string Id, byte[] PublicKey, DateTimeOffset CreatedAt, byte[]? Endorsement)
{
    /// <summary>What the key before signs.</summary>
    /// <param name="chain">The chain's id.</param>
    /// <param name="ordinal">The new key's place.</param>
    /// <param name="publicKey">The new key.</param>
    public static byte[] Statement(Guid chain, int ordinal, ReadOnlySpan<byte> publicKey) => Encoding.UTF8.GetBytes(
        string.Create(
            CultureInfo.InvariantCulture,
            $"edgeflow-key/1\n{chain}\n{ordinal}\n{Convert.ToHexStringLower(publicKey)}"));
}
