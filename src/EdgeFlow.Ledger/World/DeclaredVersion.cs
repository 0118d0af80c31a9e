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
    private readonly Lazy<ApplicationSpec> spec;

    /// <summary>Makes it.</summary>
    /// <param name="application">The application.</param>
    /// <param name="version">Its version, 1 and up.</param>
    /// <param name="manifest">The canonical manifest as JSON.</param>
    public DeclaredVersion(ApplicationName application, int version, string manifest)
    {
        (Application, Version, Manifest) = (application, version, manifest);
        spec = new Lazy<ApplicationSpec>(() => StoredManifest.Read(application.Value, version, manifest));
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
