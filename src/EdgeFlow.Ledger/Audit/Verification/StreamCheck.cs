using EdgeFlow.Protocol.Audit;
using Npgsql;

namespace EdgeFlow.Ledger.Audit.Verification;

/// <summary>What the blocks cannot see: rows that are not sealed, and the row of each stream.</summary>
internal sealed class StreamCheck(NpgsqlDataSource database)
{
    // A stream without any event was archived.
    private const string SelectUnfit = """
        select s.id, s.version, e.last from mt_streams s
        join (select stream_id, max(version) as last from mt_events group by stream_id) e on e.stream_id = s.id
        where s.version is distinct from e.last order by s.id limit $1
        """;

    private const string SelectBeyond = """
        select seq_id, stream_id from mt_events where seq_id > (select last_value from mt_events_sequence)
        order by seq_id limit $1
        """;

    /// <summary>Finds streams whose version is not that of their last event.</summary>
    public async Task Run(Findings findings, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectUnfit);
        select.Parameters.AddWithValue(Findings.Max);
        select.CommandTimeout = 0;
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var version = reader.IsDBNull(1) ? "null" : reader.GetInt64(1).ToString(null, null);
            findings.Add(
                AuditFindingKinds.Stream, null,
                $"the stream's row says version {version}, its last event is {reader.GetInt64(2)}",
                stream: reader.GetString(0));
        }
    }

    /// <summary>Counts the rows after the sealed ones, and finds those whose number no append ever got.</summary>
    public async Task<long> Unsealed(long through, Findings findings, CancellationToken cancellationToken)
    {
        await using (var select = database.CreateCommand(SelectBeyond))
        {
            select.Parameters.AddWithValue(Findings.Max);
            await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                findings.Add(
                    AuditFindingKinds.Inserted, null, "the event has a number that was never given out",
                    reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1));
            }
        }

        await using var count = database.CreateCommand("select count(*) from mt_events where seq_id > $1");
        count.Parameters.AddWithValue(through);
        count.CommandTimeout = 0;
        return (long)(await count.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
