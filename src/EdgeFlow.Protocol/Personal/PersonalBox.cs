using System.Security.Cryptography;
using System.Text;

namespace EdgeFlow.Protocol.Personal;

/// <summary>
/// Personal data of a job in a form that says nothing without the job's key: AES-256-GCM. Where the key is destroyed,
/// the box stays where it was stored, and is noise. Pure; safe for concurrent use.
/// </summary>
/// <remarks>
/// The nonce is made of the key and the text (as in SIV), so that the same text of the same job gives the same box: a
/// submission that is sent twice is the same submission. Equal texts of one job can be seen to be equal.
/// </remarks>
public static class PersonalBox
{
    /// <summary>Bytes of a job's key.</summary>
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private static readonly byte[] ForNonce = "edgeflow-personal/nonce"u8.ToArray();
    private static readonly byte[] ForText = "edgeflow-personal/text"u8.ToArray();

    /// <summary>Puts a text into a box.</summary>
    /// <param name="key">The job's key.</param>
    /// <param name="job">The job: the box opens as this job's only.</param>
    /// <param name="text">The text.</param>
    /// <returns>Nonce, ciphertext and tag in Base64.</returns>
    public static string Seal(ReadOnlySpan<byte> key, string job, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var whose = Encoding.UTF8.GetBytes(job);
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = box.AsSpan(0, NonceBytes);
        byte[] named = [.. whose, 0, .. plain];
        HMACSHA256.HashData(Derived(key, ForNonce), named).AsSpan(0, NonceBytes).CopyTo(nonce);
        using var cipher = new AesGcm(Derived(key, ForText), TagBytes);
        cipher.Encrypt(nonce, plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(^TagBytes..), whose);
        return Convert.ToBase64String(box);
    }

    /// <summary>The text in a box; null when the key or the job is another one, or the box was changed.</summary>
    /// <param name="key">The job's key.</param>
    /// <param name="job">The job.</param>
    /// <param name="box">What <see cref="Seal"/> gave.</param>
    public static string? Open(ReadOnlySpan<byte> key, string job, string box)
    {
        var bytes = new byte[box.Length];
        if (!Convert.TryFromBase64String(box, bytes, out var length) || length < NonceBytes + TagBytes)
        {
            return null;
        }

        var sealedText = bytes.AsSpan(NonceBytes, length - NonceBytes - TagBytes);
        var plain = new byte[sealedText.Length];
        using var cipher = new AesGcm(Derived(key, ForText), TagBytes);
        try
        {
            cipher.Decrypt(
                bytes.AsSpan(0, NonceBytes), sealedText, bytes.AsSpan(length - TagBytes, TagBytes), plain,
                Encoding.UTF8.GetBytes(job));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derived(ReadOnlySpan<byte> key, byte[] use) => HMACSHA256.HashData(key, use);
}
