using EdgeFlow.EventStore.Connections;
using Npgsql;

namespace EdgeFlow.EventStore.Subscriptions;

/// <summary>How far each subscription has come, in Marten's table.</summary>
internal sealed class Checkpoints(NpgsqlDataSource dataSource, ConnectionRetry retry)
{
    private const string Find = "select last_seq_id from mt_event_progression where name = $1";

    private const string FindLeast =
        "select min(last_seq_id) from mt_event_progression where starts_with(name, $1)";

    // Never back: the slower of two subscriptions of one name must not undo what the faster has noted.
    private const string Note = """
        insert into mt_event_progression (name, last_seq_id) values ($1, $2)
        on conflict on constraint pk_mt_event_progression do update
        set last_seq_id = greatest(mt_event_progression.last_seq_id, excluded.last_seq_id),
            last_updated = transaction_timestamp()
        """;

    public Task<long?> Load(string name, CancellationToken cancellationToken) => Ask(Find, name, cancellationToken);

    public Task<long?> Least(string prefix, CancellationToken cancellationToken) =>
        Ask(FindLeast, prefix, cancellationToken);

    public Task Save(string name, long sequence, CancellationToken cancellationToken) => retry.Run(
        async token =>
        {
            await using var command = dataSource.CreateCommand(Note);
            command.Parameters.Add(Sql.Value(name));
            command.Parameters.Add(Sql.Value(sequence));
            return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
        },
        cancellationToken);

    private Task<long?> Ask(string text, string value, CancellationToken cancellationToken) => retry.Run(
        async token =>
        {
            await using var command = dataSource.CreateCommand(text);
            command.Parameters.Add(Sql.Value(value));
            return await command.ExecuteScalarAsync(token).ConfigureAwait(false) as long?;
        },
        cancellationToken);
}
