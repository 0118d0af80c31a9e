using Npgsql;

namespace EdgeFlow.EventStore.Appending;

/// <summary>What the database says of the rows that a group inserted, in the order of the group.</summary>
internal sealed class InsertedRows
{
    /// <summary>Their places among all events; none when nothing was stored.</summary>
    public List<long> Sequences { get; } = [];

    /// <summary>When the transaction began.</summary>
    public DateTime Timestamp { get; private set; } = DateTime.UnixEpoch;

    /// <summary>Their data and headers as PostgreSQL prints them; empty when they were not asked for.</summary>
    public List<(ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte>? Headers)> Json { get; } = [];

    /// <summary>Runs a batch and reads what it inserted.</summary>
    public static async Task<InsertedRows> Read(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        var rows = new InsertedRows();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(reader);
        }

        // An error of a later statement, the commit's included, surfaces only when its result is asked for.
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return rows;
    }

    private void Add(NpgsqlDataReader reader)
    {
        const int WithJson = 4;
        if (Sequences.Count == 0)
        {
            Timestamp = reader.GetDateTime(1);
        }

        Sequences.Add(reader.GetInt64(0));
        if (reader.FieldCount == WithJson)
        {
            // Said in full: a bare null would become an empty text, not none.
            ReadOnlyMemory<byte>? none = null;
            Json.Add((Text(reader, 2), reader.IsDBNull(3) ? none : Text(reader, 3)));
        }
    }

    // Behind the version of jsonb's binary form, one byte.
    private static ReadOnlyMemory<byte> Text(NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<byte[]>(column).AsMemory(1);
}
