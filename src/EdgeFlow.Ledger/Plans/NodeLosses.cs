using System.Text.Json;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Protocol.Nodes;
using Npgsql;

namespace EdgeFlow.Ledger.Plans;

/// <summary>Why was a node given up? From its events: the heartbeats that were missing, and what came of it. Thread
/// safe.</summary>
public sealed class NodeLosses(NpgsqlDataSource database, NodeViews nodes)
{
    /// <summary>Most losses told of, the newest.</summary>
    public const int MaxLosses = 20;

    // Enough for that many losses with what ended each, in a life that only flaps.
    private const int MaxEvents = MaxLosses * 4;

    private const string Select = """
        select seq_id, type, data::text from mt_events where stream_id = $1
          and type in ('node_lost', 'node_returned', 'node_registered', 'node_left')
        order by version desc limit $2
        """;

    private const string NextPlan = """
        select version from mt_events where stream_id = $1 and seq_id > $2 order by version limit 1
        """;

    /// <summary>Explains a node; null when there never was one of this name.</summary>
    public async Task<NodeExplanation?> Explain(string node, CancellationToken cancellationToken)
    {
        if (await nodes.Find(node, cancellationToken).ConfigureAwait(false) is not { } now)
        {
            return null;
        }

        var losses = new List<NodeLoss>();
        var (ended, endedAt) = ((string?)null, (DateTimeOffset?)null);
        foreach (var (sequence, change) in await Events(node, cancellationToken).ConfigureAwait(false))
        {
            if (change is NodeLost lost && losses.Count < MaxLosses)
            {
                var revision = await PlanAfter(sequence, cancellationToken).ConfigureAwait(false);
                losses.Add(Loss(lost, revision, ended, endedAt));
            }

            (ended, endedAt) = change switch
            {
                NodeReturned returned => ("returned", returned.OccurredAt),
                NodeRegistered registered => ("registered", registered.OccurredAt),
                NodeLeft left => ("left", left.OccurredAt),
                _ => ((string?)null, (DateTimeOffset?)null),
            };
        }

        return new NodeExplanation(node, now.Status, NodeLossWords.Of(now, losses), losses);
    }

    private static NodeLoss Loss(NodeLost lost, int? revision, string? ended, DateTimeOffset? endedAt) => new(
        lost.OccurredAt, lost.Incarnation, lost.LastHeardAt, lost.Reason, lost.Silence?.SilentMs, lost.Silence?.LeaseMs,
        lost.Silence?.HeartbeatMs, lost.Silence?.Missing, lost.Silence?.RefusedAt, revision, ended, endedAt);

    private async Task<List<(long Sequence, IEvent Change)>> Events(string node, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(Select);
        select.Parameters.AddWithValue(Control.Commands.Aggregates.Node.StreamOf(node));
        select.Parameters.AddWithValue(MaxEvents);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var events = new List<(long, IEvent)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var type = EventCatalog.TypeOf(reader.GetString(1))!;
            events.Add((reader.GetInt64(0), (IEvent)JsonSerializer.Deserialize(
                reader.GetString(2), type, DomainJson.Options)!));
        }

        return events;
    }

    private async Task<int?> PlanAfter(long sequence, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(NextPlan);
        select.Parameters.AddWithValue(PlanAdoption.Stream);
        select.Parameters.AddWithValue(sequence);
        return await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long version
            ? (int)version
            : null;
    }
}
