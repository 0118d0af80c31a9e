using EdgeFlow.Domain.Network;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.Control.ReadModels;

/// <summary>What links are there? A removed one is no longer present; it may be declared again.</summary>
public sealed class LinksTable : ISetProjection
{
    private const string FillTable = """
        insert into links (link, version, present)
        select distinct on (stream_id) substr(stream_id, length('link-') + 1), version, type <> 'link_removed'
        from mt_events where seq_id <= $1 and type = any ($2) order by stream_id, version desc
        """;

    private const string Upsert = """
        insert into links (link, version, present) values ($1, $2, $3)
        on conflict (link) do update set version = excluded.version, present = excluded.present
        """;

    /// <inheritdoc/>
    public string Name => "links";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["links"];

    /// <inheritdoc/>
    public IReadOnlyList<Type> Events =>
    [
        typeof(LinkDeclared), typeof(LinkDegraded), typeof(LinkRestored), typeof(LinkRemoved),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Fill => [FillTable];

    /// <inheritdoc/>
    public void Project(IReadOnlyList<RecordedEvent> events, NpgsqlBatch batch)
    {
        foreach (var entry in events)
        {
            if (LinkOf(entry) is { } link)
            {
                batch.Add(Upsert, link, entry.Version, entry.Data is not LinkRemoved);
            }
        }
    }

    private static string? LinkOf(RecordedEvent entry) => entry.Data switch
    {
        LinkDeclared e => e.Link.Value,
        LinkDegraded e => e.Link.Value,
        LinkRestored e => e.Link.Value,
        LinkRemoved e => e.Link.Value,
        _ => null,
    };
}
