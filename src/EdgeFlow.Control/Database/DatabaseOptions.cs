namespace EdgeFlow.Control.Database;

/// <summary>Which database a control plane uses. Immutable.</summary>
/// <param name="ConnectionString">The address of a PostgreSQL; null to run one.</param>
/// <param name="Folder">Where the data of the one that we run is.</param>
public sealed record DatabaseOptions(string? ConnectionString, string Folder);
