using System.Runtime.InteropServices;

namespace EdgeFlow.Ledger.Audit.Signatures;

/// <summary>
/// Ed25519 (RFC 8032) by OpenSSL's libcrypto, which .NET itself needs on Linux: the base library has no Ed25519 yet
/// (docs/adr/0010). Thread safe: each call has its own native objects.
/// </summary>
public static partial class Ed25519
{
    /// <summary>Bytes of a private key (the seed).</summary>
    public const int PrivateKeyBytes = 32;

    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeyBytes = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureBytes = 64;

    // OpenSSL's number of the algorithm (NID_ED25519).
    private const int Algorithm = 1087;

    static Ed25519() => Libcrypto.Use();

    /// <summary>The public key of a private one.</summary>
    /// <param name="privateKey">32 bytes.</param>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 1.1.1 or newer is not there.</exception>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey)
    {
        using var key = Key.OfPrivate(privateKey);
        var (publicKey, length) = (new byte[PublicKeyBytes], (nuint)PublicKeyBytes);
        Must(EVP_PKEY_get_raw_public_key(key.Pointer, publicKey, ref length));
        return publicKey;
    }

    /// <summary>Signs a message. The same key and message give the same signature.</summary>
    /// <param name="privateKey">32 bytes.</param>
    /// <param name="message">Any bytes.</param>
    /// <returns>64 bytes.</returns>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 1.1.1 or newer is not there.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> message)
    {
        using var key = Key.OfPrivate(privateKey);
        using var context = new Context();
        Must(EVP_DigestSignInit(context.Pointer, 0, 0, 0, key.Pointer));
        var (signature, length) = (new byte[SignatureBytes], (nuint)SignatureBytes);
        Must(EVP_DigestSign(context.Pointer, signature, ref length, message, (nuint)message.Length));
        return signature;
    }

    /// <summary>Whether a signature is that of a message. A key or signature of another length is not.</summary>
    /// <param name="publicKey">The signer's.</param>
    /// <param name="message">What was signed.</param>
    /// <param name="signature">The signature.</param>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 1.1.1 or newer is not there.</exception>
    public static bool IsSigned(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyBytes || signature.Length != SignatureBytes)
        {
            return false;
        }

        using var key = new Key(NewKey(isPrivate: false, publicKey));
        using var context = new Context();
        return key.Pointer != 0
            && EVP_DigestVerifyInit(context.Pointer, 0, 0, 0, key.Pointer) == 1
            && EVP_DigestVerify(
                context.Pointer, signature, (nuint)signature.Length, message, (nuint)message.Length) == 1;
    }

    // The first call of all is the one that finds that the library is missing.
    private static nint NewKey(bool isPrivate, ReadOnlySpan<byte> key)
    {
        try
        {
            return isPrivate
                ? EVP_PKEY_new_raw_private_key(Algorithm, 0, key, (nuint)key.Length)
                : EVP_PKEY_new_raw_public_key(Algorithm, 0, key, (nuint)key.Length);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new PlatformNotSupportedException(
                "Signatures of the audit chain need OpenSSL 1.1.1 or newer (libcrypto.so.3): install the package "
                + "'libssl3' or 'openssl'.", missing);
        }
    }

    private static void Must(int result)
    {
        if (result != 1)
        {
            throw new InvalidOperationException($"OpenSSL refused an Ed25519 operation (result {result}).");
        }
    }

    private readonly struct Key(nint pointer) : IDisposable
    {
        public nint Pointer { get; } = pointer;

        public static Key OfPrivate(ReadOnlySpan<byte> privateKey) =>
            privateKey.Length == PrivateKeyBytes
                ? new Key(NewKey(isPrivate: true, privateKey))
                : throw new ArgumentException(
                    $"A private key has {PrivateKeyBytes} bytes, not {privateKey.Length}.", nameof(privateKey));

        public void Dispose()
        {
            if (Pointer != 0)
            {
                EVP_PKEY_free(Pointer);
            }
        }
    }

    private readonly struct Context() : IDisposable
    {
        public nint Pointer { get; } = EVP_MD_CTX_new();

        public void Dispose() => EVP_MD_CTX_free(Pointer);
    }

    [LibraryImport(Libcrypto.Name)]
    private static partial nint EVP_PKEY_new_raw_private_key(
        int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Libcrypto.Name)]
    private static partial nint EVP_PKEY_new_raw_public_key(
        int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Libcrypto.Name)]
    private static partial int EVP_PKEY_get_raw_public_key(nint key, [Out] byte[] publicKey, ref nuint length);

    [LibraryImport(Libcrypto.Name)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Libcrypto.Name)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(Libcrypto.Name)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Libcrypto.Name)]
    private static partial int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Libcrypto.Name)]
    private static partial int EVP_DigestSign(
        nint context, [Out] byte[] signature, ref nuint signatureLength, ReadOnlySpan<byte> message, nuint length);

    [LibraryImport(Libcrypto.Name)]
    private static partial int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Libcrypto.Name)]
    private static partial int EVP_DigestVerify(
        nint context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint length);
}
