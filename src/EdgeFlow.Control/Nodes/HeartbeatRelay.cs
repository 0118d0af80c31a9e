using System.Text.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Nodes;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Control.Nodes;

/// <summary>
/// Carries heartbeats that reach a control plane that does not decide to the one that does: through an unlogged table,
/// one row a node, with the database's clock. Costs nothing where there is one control plane. Thread safe.
/// </summary>
public sealed class HeartbeatRelay(NpgsqlDataSource database)
{
    private const string Upsert = """
        insert into heartbeats (node, incarnation, sequence, stages, heard_at)
        values ($1, $2, $3, $4, clock_timestamp())
        on conflict (node) do update set incarnation = excluded.incarnation, sequence = excluded.sequence,
            stages = excluded.stages, heard_at = excluded.heard_at
        """;

    private const string SelectRecent = """
        select node, incarnation, sequence, stages::text,
               extract(epoch from clock_timestamp() - heard_at)::double precision
        from heartbeats where heard_at > clock_timestamp() - $1
        """;

    /// <summary>Passes a heartbeat on.</summary>
    public async Task Pass(string node, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        await using var upsert = database.CreateCommand(Upsert);
        upsert.Parameters.AddWithValue(node);
        upsert.Parameters.AddWithValue(heartbeat.Incarnation);
        upsert.Parameters.AddWithValue(heartbeat.Sequence);
        upsert.Parameters.AddWithValue(
            NpgsqlDbType.Jsonb, JsonSerializer.Serialize(heartbeat.Stages, ProtocolJson.Options));
        await upsert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes over what others heard within the given time.</summary>
    public async Task Collect(
        TimeSpan within, LeaseTable leases, TelemetryBoard telemetry, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectRecent);
        select.Parameters.AddWithValue(within);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var (node, incarnation) = (reader.GetString(0), reader.GetString(1));
            leases.Hear(node, incarnation, TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(4))));
            if (leases.IsNewest(node, incarnation, reader.GetInt64(2)))
            {
                var stages = reader.GetString(3);
                telemetry.Put(
                    node, JsonSerializer.Deserialize<List<StageCounters>>(stages, ProtocolJson.Options) ?? []);
            }
        }
    }
}
