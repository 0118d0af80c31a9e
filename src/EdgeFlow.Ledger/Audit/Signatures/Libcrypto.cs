using System.Runtime.InteropServices;

namespace EdgeFlow.Ledger.Audit.Signatures;

/// <summary>
/// Finds OpenSSL's libcrypto for the calls of this assembly; who calls it says <see cref="Use"/> first. Thread safe.
/// </summary>
internal static class Libcrypto
{
    /// <summary>The name that stands in the imports.</summary>
    public const string Name = "edgeflow-libcrypto";

    private static readonly string[] Candidates =
        ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64.dll"];

    // An assembly may have one resolver only, and it must be there before the first call.
    static Libcrypto() => NativeLibrary.SetDllImportResolver(
        typeof(Libcrypto).Assembly,
        (name, assembly, _) => name != Name ? 0
            : Candidates.Select(file => NativeLibrary.TryLoad(file, assembly, null, out var found) ? found : 0)
                .FirstOrDefault(found => found != 0));

    /// <summary>Sees to it that <see cref="Name"/> is known.</summary>
    public static void Use()
    {
        // The work is the static constructor's, which runs before this.
    }
}
