using Npgsql;

namespace EdgeFlow.Exchange.Submissions;

/// <summary>How many messages became what, over all control planes and restarts. Thread safe.</summary>
public sealed class MessageCounts(NpgsqlDataSource database)
{
    /// <summary>A job was submitted by it.</summary>
    public const string Accepted = "accepted";

    /// <summary>It was a submission, and was refused.</summary>
    public const string Refused = "refused";

    /// <summary>It was no submission, and went to the dead letters.</summary>
    public const string Dropped = "dropped";

    /// <summary>It was delivered from the dead letters: dropped here, or given up by a sidecar that could not deliver
    /// it.</summary>
    public const string Dead = "dead";

    /// <summary>Counts one more.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task Add(string outcome, CancellationToken cancel)
    {
        await using var add = database.CreateCommand("""
            insert into exchange_messages as known (outcome, messages) values ($1, 1)
            on conflict (outcome) do update set messages = known.messages + 1
            """);
        add.Parameters.AddWithValue(outcome);
        await add.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>All counts.</summary>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyDictionary<string, long>> All(CancellationToken cancel)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal)
        {
            [Accepted] = 0, [Dead] = 0, [Dropped] = 0, [Refused] = 0,
        };
        await using var select = database.CreateCommand("select outcome, messages from exchange_messages");
        await using var reader = await select.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        while (await reader.ReadAsync(cancel).ConfigureAwait(false))
        {
            counts[reader.GetString(0)] = reader.GetInt64(1);
        }

        return counts;
    }
}
