using EdgeFlow.Protocol.Results;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Control.Results;

/// <summary>
/// Keeps results, once a (job, task, frame), however often they are sent, and notices when the last one is there. The
/// epoch is checked in the same transaction. Thread safe.
/// </summary>
public sealed class ResultStore(NpgsqlDataSource database)
{
    private const string StoreBatch = """
        select verdict, stored, duplicates, complete
        from store_results($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    /// <summary>Stores a batch of a sink, or what a source says about how many frames there are.</summary>
    /// <param name="job">The job.</param>
    /// <param name="batch">The batch; its limits were checked at the boundary.</param>
    /// <param name="sinks">The job's sinks: it is complete when each of them has given every frame's result.</param>
    /// <param name="cancellationToken">Gives up waiting; the batch may still be stored, and can be sent again.</param>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<StoreAnswer> Store(
        string job, ResultBatch batch, IReadOnlyList<string> sinks, CancellationToken cancellationToken)
    {
        await using var store = database.CreateCommand(StoreBatch);
        store.Parameters.AddWithValue(job);
        store.Parameters.AddWithValue(batch.Task);
        store.Parameters.AddWithValue(batch.Epoch);
        store.Parameters.AddWithValue(batch.Items.Select(item => item.Frame).ToArray());
        store.Parameters.AddWithValue(
            NpgsqlDbType.Array | NpgsqlDbType.Jsonb, batch.Items.Select(item => item.Payload?.GetRawText()).ToArray());
        store.Parameters.AddWithValue(
            NpgsqlDbType.Array | NpgsqlDbType.Text, batch.Items.Select(item => item.Error).ToArray());
        store.Parameters.AddWithValue(batch.Items.Select(item => item.LatencyMs).ToArray());
        store.Parameters.AddWithValue(NpgsqlDbType.Bigint, (object?)batch.TotalFrames ?? DBNull.Value);
        store.Parameters.AddWithValue(sinks.ToArray());
        await using var reader = await store.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new StoreAnswer(
            Verdict(reader.GetString(0)), new ResultReceipt(reader.GetInt32(1), reader.GetInt32(2)),
            reader.GetBoolean(3));
    }

    private static StoreVerdict Verdict(string text) => text switch
    {
        "ok" => StoreVerdict.Stored,
        "unknown" => StoreVerdict.Unknown,
        "ended" => StoreVerdict.Ended,
        "stale" => StoreVerdict.StaleEpoch,
        _ => throw new InvalidOperationException(
            $"store_results answered '{text}'; ok, unknown, ended or stale is expected."),
    };
}
