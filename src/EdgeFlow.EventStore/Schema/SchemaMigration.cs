using Npgsql;

namespace EdgeFlow.EventStore.Schema;

/// <summary>Brings a room's tables up to date: each step once, all in one transaction, one process at a time.</summary>
public static class SchemaMigration
{
    // Any number will do, so long as every process of ours takes the same.
    private const long LockKey = 0x45646765466C6F77;

    private const string Begin = """
        create table if not exists edgeflow_migrations (
            room       varchar                  not null,
            name       varchar                  not null,
            applied_at timestamp with time zone not null default (now()),
            constraint pkey_edgeflow_migrations primary key (room, name)
        )
        """;

    /// <summary>Applies the steps that this database has not seen.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="room">Whose steps they are; the names of steps are unique within it.</param>
    /// <param name="scripts">The steps.</param>
    /// <param name="cancellationToken">Ends the work; nothing is applied then.</param>
    /// <exception cref="PostgresException">A statement failed; nothing was applied.</exception>
    public static async Task Apply(
        NpgsqlDataSource dataSource,
        string room,
        IReadOnlyList<SchemaScript> scripts,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(scripts);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await Execute(connection, "select pg_advisory_xact_lock($1)", cancellationToken, LockKey).ConfigureAwait(false);
        await Execute(connection, Begin, cancellationToken).ConfigureAwait(false);
        foreach (var script in scripts.OrderBy(script => script.Name, StringComparer.Ordinal))
        {
            var isNew = await Execute(
                connection,
                "insert into edgeflow_migrations (room, name) values ($1, $2) on conflict do nothing",
                cancellationToken,
                room,
                script.Name).ConfigureAwait(false) == 1;
            if (isNew)
            {
                await Execute(connection, script.Sql, cancellationToken).ConfigureAwait(false);
            }
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> Execute(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
