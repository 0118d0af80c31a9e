using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.Control.ReadModels;

/// <summary>What nodes are there? A node that left is no longer present; it may come back.</summary>
public sealed class NodesTable : IInlineProjection
{
    private const string Upsert = """
        insert into nodes (node, version, present) values ($1, $2, $3)
        on conflict (node) do update set version = excluded.version, present = excluded.present
        """;

    /// <inheritdoc/>
    public string Name => "nodes";

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

    /// <inheritdoc/>
    public void Reset(NpgsqlBatch batch) => batch.Add("delete from nodes");

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
