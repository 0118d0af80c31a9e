namespace EdgeFlow.Protocol.ReadModels;

/// <summary>A read model and its last rebuild: <c>GET /v1/read-models</c>.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Tables">The tables that it is made of.</param>
/// <param name="MadeByDatabase">Whether the database makes it of its events at once, so that none is moved.</param>
/// <param name="Rebuild">The last rebuild that this control plane was asked for; null for none.</param>
public sealed record ReadModelView(
    string Model, IReadOnlyList<string> Tables, bool MadeByDatabase, RebuildView? Rebuild);
