using System.Security.Cryptography;

namespace EdgeFlow.Ledger.Audit.Signatures;

/// <summary>Ed25519 keys as text: PEM as OpenSSL reads and writes it (RFC 8410), and the short name of a key.</summary>
public static class KeyText
{
    /// <summary>The most characters of a key file that are looked at.</summary>
    public const int MaxLength = 4096;

    private const string PrivateLabel = "PRIVATE KEY";
    private const string PublicLabel = "PUBLIC KEY";
    private const int IdBytes = 8;

    // PKCS #8 and SubjectPublicKeyInfo have one form for this algorithm: a fixed head and the key itself.
    private static readonly byte[] PrivateHead = Convert.FromHexString("302e020100300506032b657004220420");
    private static readonly byte[] PublicHead = Convert.FromHexString("302a300506032b6570032100");

    /// <summary>The short name of a key: the first 16 hex digits of its SHA-256.</summary>
    /// <param name="publicKey">The public key.</param>
    public static string IdOf(ReadOnlySpan<byte> publicKey) =>
        Convert.ToHexStringLower(SHA256.HashData(publicKey)[..IdBytes]);

    /// <summary>A private key as PEM.</summary>
    public static string WritePrivate(ReadOnlySpan<byte> privateKey) => Write(PrivateLabel, PrivateHead, privateKey);

    /// <summary>A public key as PEM.</summary>
    public static string WritePublic(ReadOnlySpan<byte> publicKey) => Write(PublicLabel, PublicHead, publicKey);

    /// <summary>The private key of a PEM text; null when it is none.</summary>
    public static byte[]? ReadPrivate(string text) => Read(text, PrivateLabel, PrivateHead);

    /// <summary>The public key of a PEM text or of 64 hex digits; null when it is neither.</summary>
    public static byte[]? ReadPublic(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.Trim();
        return plain.Length == 2 * Ed25519.PublicKeyBytes && plain.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(plain)
            : Read(text, PublicLabel, PublicHead);
    }

    private static string Write(string label, byte[] head, ReadOnlySpan<byte> key) =>
        PemEncoding.WriteString(label, [.. head, .. key]) + "\n";

    private static byte[]? Read(string text, string label, byte[] head)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength || !PemEncoding.TryFind(text, out var fields) || text[fields.Label] != label)
        {
            return null;
        }

        var bytes = Convert.FromBase64String(text[fields.Base64Data]);
        return bytes.Length == head.Length + Ed25519.PublicKeyBytes && bytes.AsSpan(0, head.Length).SequenceEqual(head)
            ? bytes[head.Length..]
            : null;
    }
}
