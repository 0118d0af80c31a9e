using System.Runtime.CompilerServices;
using EdgeFlow.Control.Applications;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Ledger.World;

/// <summary>
/// One version of an application. It never changes, so all worlds share it, and its manifest is read once. Immutable;
/// thread safe.
/// </summary>
public sealed class DeclaredVersion
{
    // Branches declare anew what the record declared, with the very same text: it is read once for all of them, and
    // forgotten with the text.
    private static readonly ConditionalWeakTable<string, ApplicationSpec> Known = [];

    private readonly Lazy<ApplicationSpec> spec;

    /// <summary>Makes it.</summary>
    /// <param name="application">The application.</param>
    /// <param name="version">Its version, 1 and up.</param>
    /// <param name="manifest">The canonical manifest as JSON.</param>
    public DeclaredVersion(ApplicationName application, int version, string manifest)
    {
        (Application, Version, Manifest) = (application, version, manifest);
        spec = new Lazy<ApplicationSpec>(() => Known.GetValue(
            manifest, text => StoredManifest.Read(application.Value, version, text)));
    }

    /// <summary>The application.</summary>
    public ApplicationName Application { get; }

    /// <summary>Its version, 1 and up.</summary>
    public int Version { get; }

    /// <summary>The canonical manifest as JSON.</summary>
    public string Manifest { get; }

    /// <summary>What it declares; read when first asked.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, though it was when it was stored.</exception>
    public ApplicationSpec Spec => spec.Value;
}
