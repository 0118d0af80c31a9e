using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeFlow.Ledger.Audit.Signatures;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>
/// SHA-256 of many short texts. .NET asks OpenSSL for the algorithm anew each time, which takes longer than the hash of
/// a link itself; the three calls here are what that comes down to in the end. OpenSSL calls them deprecated, and who
/// builds it may leave them out: then .NET's is taken, with the same result. Thread safe.
/// </summary>
internal static partial class Sha256
{
    // OpenSSL's SHA256_CTX has 112 bytes in every version.
    private const int ContextBytes = 128;

    private static readonly bool IsNative = Probe();

    /// <summary>Hashes some bytes.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="hash">Gets the 32 bytes.</param>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        if (IsNative)
        {
            HashNative(data, hash);
        }
        else
        {
            SHA256.HashData(data, hash);
        }
    }

    private static void HashNative(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        if (hash.Length < SHA256.HashSizeInBytes)
        {
            throw new ArgumentException("A hash has 32 bytes.", nameof(hash));
        }

        Span<byte> context = stackalloc byte[ContextBytes];
        _ = SHA256_Init(context);
        _ = SHA256_Update(context, data, (nuint)data.Length);
        _ = SHA256_Final(hash, context);
    }

    // Taken only where it is there and gives what .NET's gives.
    private static bool Probe()
    {
        Libcrypto.Use();
        try
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            HashNative("EdgeFlow"u8, hash);
            return hash.SequenceEqual(SHA256.HashData("EdgeFlow"u8));
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    // Neither waits nor calls back, and each takes some tens of nanoseconds.
    [LibraryImport(Libcrypto.Name)]
    [SuppressGCTransition]
    private static partial int SHA256_Init(Span<byte> context);

    [LibraryImport(Libcrypto.Name)]
    private static partial int SHA256_Update(Span<byte> context, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Libcrypto.Name)]
    [SuppressGCTransition]
    private static partial int SHA256_Final(Span<byte> hash, Span<byte> context);
}
