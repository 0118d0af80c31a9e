using EdgeFlow.Domain.Network;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.Control.ReadModels;

/// <summary>What links are there? A removed one is no longer present; it may be declared again.</summary>
public sealed class LinksTable : IInlineProjection
{
    private const string Upsert = """
        insert into links (link, version, present) values ($1, $2, $3)
        on conflict (link) do update set version = excluded.version, present = excluded.present
        """;

    /// <inheritdoc/>
    public string Name => "links";

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

    /// <inheritdoc/>
    public void Reset(NpgsqlBatch batch) => batch.Add("delete from links");

    private static string? LinkOf(RecordedEvent entry) => entry.Data switch
    {
        LinkDeclared e => e.Link.Value,
        LinkDegraded e => e.Link.Value,
        LinkRestored e => e.Link.Value,
        LinkRemoved e => e.Link.Value,
        _ => null,
    };
}
