using EdgeFlow.Protocol.Outbox;
using Npgsql;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>The events of a topic that are set aside, in the database. Thread safe.</summary>
public sealed class SetAsideStore(NpgsqlDataSource database)
{
    /// <summary>Longest reason that is kept.</summary>
    public const int MaxReason = 1_000;

    private const string Columns =
        "select sequence, event_id, event_type, subject, topic, attempts, reason, set_aside_at from exchange_set_aside";

    /// <summary>Notes an event; one that is noted already counts further attempts.</summary>
    /// <param name="entry">The event; its time is the database's.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task Add(SetAsideEvent entry, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await using var insert = database.CreateCommand("""
            insert into exchange_set_aside as known
              (topic, sequence, event_id, event_type, subject, attempts, reason)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (topic, sequence) do update
            set attempts = known.attempts + excluded.attempts, reason = excluded.reason
            """);
        insert.Parameters.AddWithValue(entry.Target);
        insert.Parameters.AddWithValue(entry.Sequence);
        insert.Parameters.AddWithValue(entry.Id);
        insert.Parameters.AddWithValue(entry.Type);
        insert.Parameters.AddWithValue(entry.Subject);
        insert.Parameters.AddWithValue(entry.Attempts);
        insert.Parameters.AddWithValue(entry.Reason[..Math.Min(entry.Reason.Length, MaxReason)]);
        await insert.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>The events of a target, oldest first.</summary>
    /// <param name="target">Component and topic.</param>
    /// <param name="after">The last place of the page before; 0 to begin.</param>
    /// <param name="limit">Most events.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<IReadOnlyList<SetAsideEvent>> Page(string target, long after, int limit, CancellationToken cancel) =>
        Read(
            $"{Columns} where topic = $1 and sequence > $2 order by sequence limit $3", cancel, target, after, limit);

    /// <summary>One event of a target; null when it is not there.</summary>
    /// <param name="target">Component and topic.</param>
    /// <param name="sequence">Its place.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<SetAsideEvent?> Find(string target, long sequence, CancellationToken cancel) =>
        (await Read($"{Columns} where topic = $1 and sequence = $2", cancel, target, sequence).ConfigureAwait(false))
        .FirstOrDefault();

    /// <summary>How many there are of a target.</summary>
    /// <param name="target">Component and topic.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<long> Count(string target, CancellationToken cancel)
    {
        await using var count = database.CreateCommand("select count(*) from exchange_set_aside where topic = $1");
        count.Parameters.AddWithValue(target);
        return (long)(await count.ExecuteScalarAsync(cancel).ConfigureAwait(false))!;
    }

    /// <summary>Forgets an event that was published after all.</summary>
    /// <param name="target">Component and topic.</param>
    /// <param name="sequence">Its place.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task Remove(string target, long sequence, CancellationToken cancel)
    {
        await using var delete = database.CreateCommand(
            "delete from exchange_set_aside where topic = $1 and sequence = $2");
        delete.Parameters.AddWithValue(target);
        delete.Parameters.AddWithValue(sequence);
        await delete.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<SetAsideEvent>> Read(
        string text, CancellationToken cancel, params object[] values)
    {
        await using var select = database.CreateCommand(text);
        foreach (var value in values)
        {
            select.Parameters.AddWithValue(value);
        }

        var found = new List<SetAsideEvent>();
        await using var reader = await select.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        while (await reader.ReadAsync(cancel).ConfigureAwait(false))
        {
            found.Add(new SetAsideEvent(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetInt32(5), reader.GetString(6), reader.GetFieldValue<DateTimeOffset>(7)));
        }

        return found;
    }
}
