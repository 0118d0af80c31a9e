using System.Text.Json;

namespace EdgeFlow.Protocol.Applications;

/// <summary>One version of an application: <c>GET /v1/applications/{name}[?version=N]</c>. It never changes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="ManifestHash">SHA-256 hex of the canonical manifest; also its ETag.</param>
/// <param name="DeclaredAt">When it was declared.</param>
/// <param name="Manifest">The canonical manifest; null in lists.</param>
public sealed record ApplicationView(
    string Name, int Version, string ManifestHash, DateTimeOffset DeclaredAt, JsonElement? Manifest);
