using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications;

/// <summary>A version of an application was declared. It never changes.</summary>
/// <param name="Application">Its name.</param>
/// <param name="Version">1 for the first, one more for each that differs.</param>
/// <param name="ManifestHash">
/// SHA-256 of the canonical manifest, in hex: the same manifest again is the same version.
/// </param>
/// <param name="Manifest">The canonical manifest as JSON.</param>
/// <param name="OccurredAt">When.</param>
public sealed record ApplicationDeclared(
    ApplicationName Application, int Version, string ManifestHash, string Manifest, DateTimeOffset OccurredAt) : IEvent;
