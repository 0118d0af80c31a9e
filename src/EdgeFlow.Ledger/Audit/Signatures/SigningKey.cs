namespace EdgeFlow.Ledger.Audit.Signatures;

/// <summary>A private key with its public one. It never leaves its folder and this process. Immutable.</summary>
public sealed class SigningKey
{
    private readonly byte[] privateKey;
    private readonly byte[] publicKey;

    /// <summary>Takes a private key.</summary>
    /// <param name="privateKey">32 bytes.</param>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public SigningKey(ReadOnlySpan<byte> privateKey)
    {
        this.privateKey = privateKey.ToArray();
        publicKey = Ed25519.PublicKeyOf(privateKey);
        Id = KeyText.IdOf(publicKey);
    }

    /// <summary>The key's short name.</summary>
    public string Id { get; }

    /// <summary>The public key.</summary>
    public ReadOnlySpan<byte> PublicKey => publicKey;

    /// <summary>Signs a message.</summary>
    /// <param name="message">Any bytes.</param>
    public byte[] Sign(ReadOnlySpan<byte> message) => Ed25519.Sign(privateKey, message);

    /// <summary>The private key as PEM, for the key file.</summary>
    internal string ToPem() => KeyText.WritePrivate(privateKey);
}
