using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications;

/// <summary>Something that somebody wants of an application.</summary>
/// <param name="Application">The application.</param>
/// <param name="OccurredAt">When it was asked; the events take their time from here.</param>
public abstract record ApplicationCommand(ApplicationName Application, DateTimeOffset OccurredAt);

/// <summary>Declares a version. A manifest that was declared before is that same version and changes nothing.</summary>
/// <param name="Application">Its name.</param>
/// <param name="ManifestHash">SHA-256 of the canonical manifest, 64 hex digits.</param>
/// <param name="Manifest">The canonical manifest as JSON, as the manifest reader makes it.</param>
/// <param name="OccurredAt">When.</param>
public sealed record DeclareApplication(
    ApplicationName Application, string ManifestHash, string Manifest, DateTimeOffset OccurredAt)
    : ApplicationCommand(Application, OccurredAt);
