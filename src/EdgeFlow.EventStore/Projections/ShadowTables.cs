using System.Globalization;
using Npgsql;

namespace EdgeFlow.EventStore.Projections;

/// <summary>
/// The tables of a read model a second time, in a schema of their own, on a connection to which the plain names mean
/// these. One set a database. Dispose to drop what is left of them. Not thread-safe.
/// </summary>
internal sealed class ShadowTables : IAsyncDisposable
{
    private const string Schema = "edgeflow_shadow";

    private const string Prepare = $"""
        drop schema if exists {Schema} cascade;
        create schema {Schema};
        set synchronous_commit = off;
        set work_mem = '64MB';
        """;

    private const string Likeness =
        "including defaults including constraints including generated including identity including storage";

    private const string SelectKeys = """
        select format('add constraint %I %s', conname, pg_get_constraintdef(oid))
        from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u') order by conname
        """;

    private const string SelectIndexes = $"""
        select replace(
          indexdef, ' ON ' || quote_ident(schemaname) || '.' || quote_ident(tablename) || ' ',
          ' ON {Schema}.' || quote_ident(tablename) || ' ')
        from pg_indexes where quote_ident(schemaname) || '.' || quote_ident(tablename) = $1
          and indexname not in (select conname from pg_constraint where conrelid = $1::regclass) order by indexname
        """;

    private const string SelectGrants = """
        select format(
          '%s on %I to %s%s', privilege_type, relname,
          case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
          case when is_grantable then ' with grant option' else '' end)
        from pg_class, aclexplode(relacl) where oid = $1::regclass and grantee <> relowner
        """;

    private const string SelectColumns = """
        select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum)
        from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
        """;

    private readonly NpgsqlConnection connection;
    private readonly IReadOnlyList<string> tables;
    private readonly string live;

    private ShadowTables(NpgsqlConnection connection, IReadOnlyList<string> tables, string live)
    {
        (this.connection, this.tables, this.live) = (connection, tables, live);
    }

    /// <summary>Makes them, empty, with their keys.</summary>
    /// <exception cref="RebuildBusyException">Others are at work on this database.</exception>
    public static async Task<ShadowTables> Make(
        NpgsqlConnection connection, IReadOnlyList<string> tables, CancellationToken cancellationToken)
    {
        var locked = await Texts(
            connection, "select pg_try_advisory_lock(hashtext($1))::text", Schema, cancellationToken)
            .ConfigureAwait(false);
        if (locked is not ["true"])
        {
            throw new RebuildBusyException();
        }

        var live = (await Texts(
            connection, "select quote_ident(relnamespace::regnamespace::text) from pg_class where oid = $1::regclass",
            tables[0], cancellationToken).ConfigureAwait(false))[0];
        await Run(connection, Prepare, cancellationToken).ConfigureAwait(false);
        var made = new ShadowTables(connection, tables, live);
        foreach (var table in tables)
        {
            await Run(connection, $"create table {Schema}.{table} (like {live}.{table} {Likeness})", cancellationToken)
                .ConfigureAwait(false);
            await made.Copy(SelectKeys, table, $"alter table {Schema}.{table} ", cancellationToken)
                .ConfigureAwait(false);
        }

        await Run(connection, $"set search_path to {Schema}, {live}", cancellationToken).ConfigureAwait(false);
        return made;
    }

    /// <summary>Makes the indexes that are no keys, and lets the database look at what is there.</summary>
    public async Task Index(CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            await Copy(SelectIndexes, table, "", cancellationToken).ConfigureAwait(false);
            await Run(connection, $"analyze {Schema}.{table}", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts them in the place of the running ones, in the connection's transaction.</summary>
    /// <exception cref="InvalidOperationException">The running tables were changed since.</exception>
    public async Task Swap(CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            var old = await Texts(connection, SelectColumns, $"{live}.{table}", cancellationToken)
                .ConfigureAwait(false);
            var now = await Texts(connection, SelectColumns, $"{Schema}.{table}", cancellationToken)
                .ConfigureAwait(false);
            if (!old.SequenceEqual(now, StringComparer.Ordinal))
            {
                throw new InvalidOperationException(
                    $"The columns of '{table}' are no longer what they were when the rebuild began: {old[0]}.");
            }

            await Run(connection, $"set local search_path to {Schema}", cancellationToken).ConfigureAwait(false);
            await Copy(SelectGrants, table, "grant ", cancellationToken).ConfigureAwait(false);
            await Run(
                connection, $"drop table {live}.{table}; alter table {Schema}.{table} set schema {live}",
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Rows that they do not share with the running ones, as another connection's snapshot has both.</summary>
    public async Task<IReadOnlyList<string>> Differences(
        NpgsqlConnection snapshot, int limit, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var table in tables)
        {
            foreach (var (one, other, told) in new[]
            {
                (live, Schema, "only the running one has"), (Schema, live, "only the rebuilt one has"),
            })
            {
                var rows = await Texts(
                    snapshot,
                    $"""
                    select to_jsonb(x)::text
                    from (select * from {one}.{table} except all select * from {other}.{table}) x limit $1::integer
                    """,
                    limit.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
                found.AddRange(rows.Select(row => $"{table}: {told} {row}"));
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Run(connection, $"drop schema if exists {Schema} cascade", CancellationToken.None).ConfigureAwait(false);

        // The end of the connection would give the lock back too, but a moment after the next rebuild asks for it.
        await Run(connection, $"select pg_advisory_unlock(hashtext('{Schema}'))", CancellationToken.None)
            .ConfigureAwait(false);
    }

    // Runs a statement for each text that a query gives about a running table.
    private async Task Copy(string query, string table, string begin, CancellationToken cancellationToken)
    {
        foreach (var end in await Texts(connection, query, $"{live}.{table}", cancellationToken).ConfigureAwait(false))
        {
            await Run(connection, begin + end, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task Run(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The parts are our own constants, and names that the catalogue has quoted.
        await using var command = new NpgsqlCommand(text, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<string>> Texts(
        NpgsqlConnection connection, string query, string value, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
#pragma warning disable CA2100 // As above.
        await using var select = new NpgsqlCommand(query, connection);
#pragma warning restore CA2100
        select.Parameters.AddWithValue(value);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
