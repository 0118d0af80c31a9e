namespace EdgeFlow.Ledger.Audit.Signatures;

/// <summary>The public keys of a chain, each endorsed by the one before. Immutable.</summary>
public sealed class KeyChain
{
    private readonly PublishedKey[] keys;

    /// <summary>Takes keys as they were found, in any order.</summary>
    /// <param name="chain">The chain's id.</param>
    /// <param name="found">The keys.</param>
    public KeyChain(Guid chain, IEnumerable<PublishedKey> found)
    {
        Chain = chain;
        keys = [.. found.OrderBy(key => key.Ordinal)];
    }

    /// <summary>The chain's id.</summary>
    public Guid Chain { get; }

    /// <summary>The keys, oldest first.</summary>
    public IReadOnlyList<PublishedKey> Keys => keys;

    /// <summary>The key that signs now; null when there is none yet.</summary>
    public PublishedKey? Active => keys.Length == 0 ? null : keys[^1];

    /// <summary>A key by its short name; null when the chain has none such.</summary>
    public PublishedKey? Find(string id) => Array.Find(keys, key => key.Id == id);

    /// <summary>
    /// What is wrong with the keys: a gap, a wrong name, or a key that the one before did not endorse.
    /// </summary>
    /// <returns>A sentence for each fault; none when all is well.</returns>
    public IEnumerable<string> Faults()
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            if (key.Ordinal != i + 1)
            {
                yield return $"key {i + 1} is missing: key {key.Ordinal} stands in its place";
            }
            else if (KeyText.IdOf(key.PublicKey) != key.Id)
            {
                yield return $"key {key.Ordinal} is named {key.Id}, but its bytes are those of another key";
            }
            else if (i > 0 && !Ed25519.IsSigned(
                keys[i - 1].PublicKey, PublishedKey.Statement(Chain, key.Ordinal, key.PublicKey), key.Endorsement))
            {
                yield return $"key {key.Ordinal} ({key.Id}) is not endorsed by the key before it";
            }
        }
    }

    /// <summary>
    /// Whether a signer is vouched for by a key that the caller trusts: it is that key, or one that came after it. A
    /// key
    /// that only leads up to the trusted one is not: anybody can make keys and let them endorse a public one.
    /// </summary>
    /// <param name="signer">Who signed.</param>
    /// <param name="trusted">The public key that the caller has from elsewhere.</param>
    public bool IsVouchedFor(PublishedKey signer, ReadOnlySpan<byte> trusted)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var id = KeyText.IdOf(trusted);
        return Find(id) is { } pinned && trusted.SequenceEqual(pinned.PublicKey) && signer.Ordinal >= pinned.Ordinal;
    }
}
