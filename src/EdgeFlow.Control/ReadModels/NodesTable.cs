using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.Control.ReadModels;

/// <summary>What nodes are there? A node that left is no longer present; it may come back.</summary>
public sealed class NodesTable : ISetProjection
{
    private const string FillTable = """
        insert into nodes (node, version, present)
        select distinct on (stream_id) substr(stream_id, length('node-') + 1), version, type <> 'node_left'
        from mt_events where seq_id <= $1 and type = any ($2) order by stream_id, version desc
        """;

    private const string Upsert = """
        insert into nodes (node, version, present) values ($1, $2, $3)
        on conflict (node) do update set version = excluded.version, present = excluded.present
        """;

    /// <inheritdoc/>
    public string Name => "nodes";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["nodes"];

    /// <inheritdoc/>
    public IReadOnlyList<Type> Events =>
    [
        typeof(NodeRegistered), typeof(NodeLost), typeof(NodeReturned), typeof(NodeDrained), typeof(NodeLeft),
        typeof(StageProfiled),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Fill => [FillTable];

    /// <inheritdoc/>
    public void Project(IReadOnlyList<RecordedEvent> events, NpgsqlBatch batch)
    {
        foreach (var entry in events)
        {
            if (NodeOf(entry) is { } node)
            {
                batch.Add(Upsert, node, entry.Version, entry.Data is not NodeLeft);
            }
        }
    }

    private static string? NodeOf(RecordedEvent entry) => entry.Data switch
    {
        NodeRegistered e => e.Node.Value,
        NodeLost e => e.Node.Value,
        NodeReturned e => e.Node.Value,
        NodeDrained e => e.Node.Value,
        NodeLeft e => e.Node.Value,
        StageProfiled e => e.Node.Value,
        _ => null,
    };
}
