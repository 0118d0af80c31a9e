using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Control.Applications;

/// <summary>Reads manifests as they were stored. Pure.</summary>
public static class StoredManifest
{
    /// <summary>The application that a stored canonical manifest declares.</summary>
    /// <param name="name">The application, for the error.</param>
    /// <param name="version">Its version, for the error.</param>
    /// <param name="manifest">Its canonical JSON.</param>
    /// <exception cref="InvalidDataException">It cannot be read, though it was when it was stored.</exception>
    public static ApplicationSpec Read(string name, int version, string manifest) =>
        ManifestReader.Read(manifest, DocumentFormat.Json) switch
        {
            ManifestAccepted accepted => accepted.Spec,
            ManifestRefused refused => throw new InvalidDataException(
                $"Version {version} of application '{name}' cannot be read any more: "
                + string.Join("; ", refused.Errors)),
            var other => throw new InvalidOperationException($"No rule for {other.GetType().Name}."),
        };
}
