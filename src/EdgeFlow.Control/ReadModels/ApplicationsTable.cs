using EdgeFlow.Domain.Applications;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.Control.ReadModels;

/// <summary>What applications are there, in which versions?</summary>
public sealed class ApplicationsTable : ISetProjection
{
    private const string FillTable = $"""
        insert into applications (application, version, manifest_hash, manifest, declared_at, tenant)
        select data ->> 'application', (data ->> 'version')::integer, data ->> 'manifestHash', data ->> 'manifest',
               {StoredTimes.OccurredAt}, coalesce(tenant_id, '*DEFAULT*')
        from mt_events where seq_id <= $1 and type = any ($2) order by seq_id
        on conflict do nothing
        """;

    private const string Insert = """
        insert into applications (application, version, manifest_hash, manifest, declared_at, tenant)
        values ($1, $2, $3, $4, $5, $6) on conflict do nothing
        """;

    /// <inheritdoc/>
    public string Name => "applications";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["applications"];

    /// <inheritdoc/>
    public IReadOnlyList<Type> Events =>
    [
        typeof(ApplicationDeclared),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Fill => [FillTable];

    /// <inheritdoc/>
    public void Project(IReadOnlyList<RecordedEvent> events, NpgsqlBatch batch)
    {
        foreach (var entry in events)
        {
            if (entry.Data is ApplicationDeclared e)
            {
                batch.Add(
                    Insert, e.Application.Value, e.Version, e.ManifestHash, e.Manifest, e.OccurredAt, entry.Tenant);
            }
        }
    }
}
