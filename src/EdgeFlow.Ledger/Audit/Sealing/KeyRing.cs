using System.Security.Cryptography;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Signatures;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>
/// The chain's published keys, and the private key of the newest where this process has it. The first key is made on
/// first use. Thread safe.
/// </summary>
public sealed class KeyRing(ChainStore chain, AuditOptions options, TimeProvider time)
{
    /// <summary>
    /// The keys as they are now, and the private key to sign with; null where another machine has it.
    /// </summary>
    /// <exception cref="InvalidDataException">The key's file is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public async Task<(KeyChain Keys, SigningKey? Signer)> Open(CancellationToken cancellationToken)
    {
        var keys = await chain.Keys(cancellationToken).ConfigureAwait(false);
        if (keys.Active is null)
        {
            // Whoever loses the race for the first place finds the winner's key published.
            await Publish(keys, null, cancellationToken).ConfigureAwait(false);
            keys = await chain.Keys(cancellationToken).ConfigureAwait(false);
        }

        return (keys, keys.Active is { } active ? FolderOf(keys.Chain).Find(active.Id) : null);
    }

    /// <summary>
    /// Makes a new key, endorsed by the one in use, which is destroyed: whoever gets at the folder later cannot sign
    /// for
    /// the time before.
    /// </summary>
    /// <returns>The new key; null when this process does not hold the one in use, or another was faster.</returns>
    /// <exception cref="InvalidDataException">The key's file is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public async Task<PublishedKey?> Rotate(CancellationToken cancellationToken)
    {
        var (keys, signer) = await Open(cancellationToken).ConfigureAwait(false);
        if (signer is null || await Publish(keys, signer, cancellationToken).ConfigureAwait(false) is not { } fresh)
        {
            return null;
        }

        FolderOf(keys.Chain).Destroy(signer.Id);
        return fresh;
    }

    /// <summary>The folder of a chain's key.</summary>
    internal KeyFolder FolderOf(Guid id) => new(Path.Combine(options.Folder, id.ToString()));

    private async Task<PublishedKey?> Publish(KeyChain keys, SigningKey? signer, CancellationToken cancellationToken)
    {
        var key = new SigningKey(RandomNumberGenerator.GetBytes(Ed25519.PrivateKeyBytes));
        var ordinal = keys.Keys.Count + 1;
        var endorsement = signer?.Sign(PublishedKey.Statement(keys.Chain, ordinal, key.PublicKey));
        var published = new PublishedKey(ordinal, key.Id, key.PublicKey.ToArray(), time.GetUtcNow(), endorsement);

        // Kept before it is published: a published key whose private half is lost would end the chain.
        var folder = FolderOf(keys.Chain);
        folder.Keep(key);
        if (await chain.Publish(published, cancellationToken).ConfigureAwait(false))
        {
            return published;
        }

        folder.Destroy(key.Id);
        return null;
    }
}
