namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>The manifest is right.</summary>
/// <param name="Spec">The application.</param>
/// <param name="Json">
/// The canonical manifest: the same bytes for the same meaning, defaults and units written out. Reading it gives the
/// same application, JSON and hash again.
/// </param>
/// <param name="Hash">SHA-256 of the canonical manifest's UTF-8, 64 lower-case hex digits.</param>
public sealed record ManifestAccepted(ApplicationSpec Spec, string Json, string Hash) : ManifestResult;
