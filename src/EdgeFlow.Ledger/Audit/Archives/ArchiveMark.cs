using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Signatures;

namespace EdgeFlow.Ledger.Audit.Archives;

/// <summary>
/// Says that events were taken out of the database into a file. It is signed, so that nobody can call a deletion an
/// archive. Immutable.
/// </summary>
/// <param name="Tenant">Whose events.</param>
/// <param name="Number">1 for the tenant's first archive, one more for each that follows.</param>
/// <param name="Sequences">The sequence numbers of the events, in order.</param>
/// <param name="FileName">The name of the file.</param>
/// <param name="FileHash">SHA-256 of the file.</param>
/// <param name="KeyId">The short name of the key that signed.</param>
/// <param name="ArchivedAt">When, to the microsecond.</param>
/// <param name="Signature">Over <see cref="Statement"/>.</param>
public sealed record ArchiveMark(
    string Tenant, long Number, IReadOnlyList<long> Sequences, string FileName, byte[] FileHash, string KeyId,
    DateTimeOffset ArchivedAt, byte[] Signature)
{
    /// <summary>The bytes that are signed.</summary>
    /// <param name="chain">The chain's id.</param>
    public byte[] Statement(Guid chain) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"edgeflow-archive/1\n{chain}\n{Number}\n{Convert.ToHexStringLower(HashOfSequences())}\n"
        + $"{Convert.ToHexStringLower(FileHash)}\n{KeyId}\n{Block.Micros(ArchivedAt)}\n{FileName}\n{Tenant}"));

    /// <summary>Whether a key of the chain signed it.</summary>
    public bool IsSigned(KeyChain keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.Find(KeyId) is { } key && Ed25519.IsSigned(key.PublicKey, Statement(keys.Chain), Signature);
    }

    private byte[] HashOfSequences()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var sequence in Sequences)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, sequence);
            hash.AppendData(number);
        }

        return hash.GetHashAndReset();
    }
}
