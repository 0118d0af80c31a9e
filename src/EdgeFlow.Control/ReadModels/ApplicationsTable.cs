using EdgeFlow.Domain.Applications;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.Control.ReadModels;

/// <summary>What applications are there, in which versions?</summary>
public sealed class ApplicationsTable : IInlineProjection
{
    private const string Insert = """
        insert into applications (application, version, manifest_hash, manifest, declared_at, tenant)
        values ($1, $2, $3, $4, $5, $6) on conflict do nothing
        """;

    /// <inheritdoc/>
    public string Name => "applications";

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

    /// <inheritdoc/>
    public void Reset(NpgsqlBatch batch) => batch.Add("delete from applications");
}
