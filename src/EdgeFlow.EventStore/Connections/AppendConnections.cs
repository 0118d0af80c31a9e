using EdgeFlow.EventStore.Projections;
using Npgsql;

namespace EdgeFlow.EventStore.Connections;

/// <summary>
/// The connections of the writers of group commit. What they insert belongs to streams whose rows the same transaction
/// has locked, so they need not have PostgreSQL look for the stream of each event again (docs/adr/0013): where our role
/// may set it, they have the replication role that leaves that out. It would leave out every trigger and rule; so they
/// have it only where the tables that they write have none but that foreign key's.
/// </summary>
internal static class AppendConnections
{
    /// <summary>How long a connection lives: a trigger that is made while we run counts for those made later.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private static readonly string[] Tables = ["mt_events", "mt_streams", "edgeflow_commands"];

    /// <summary>The connections.</summary>
    /// <param name="address">The database's address with all settings of the store.</param>
    /// <param name="writers">How many groups commit at once.</param>
    /// <param name="projections">What changes in the same transactions.</param>
    public static NpgsqlDataSource Of(string address, int writers, IReadOnlyList<IInlineProjection> projections)
    {
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(address)
        {
            MaxPoolSize = writers,
            ConnectionLifetime = (int)Lifetime.TotalSeconds,
        }.ConnectionString);
        var prepare = Prepare([.. Tables, .. projections.SelectMany(projection => projection.Tables)]);
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(prepare, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(prepare, connection);
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            });
        return builder.Build();
    }

    // Whether our role may set the parameter is found out by trying: before version 15 only a superuser may, since then
    // it can be granted.
    private static string Prepare(IEnumerable<string> tables) => $"""
        do $$
        declare
            written oid[] := array(select to_regclass(its.name) from unnest(array[{string.Join(", ", tables.Select(
                table => $"'{table.Replace("'", "''", StringComparison.Ordinal)}'"))}]) as its (name));
        begin
            if not exists (
                    select from pg_trigger t where t.tgrelid = any (written) and t.tgconstraint not in (
                        select c.oid from pg_constraint c
                        where c.contype = 'f' and c.conrelid = to_regclass('mt_events')
                            and c.confrelid = to_regclass('mt_streams')))
                and not exists (select from pg_rewrite r where r.ev_class = any (written)) then
                perform set_config('session_replication_role', 'replica', false);
            end if;
        exception when insufficient_privilege then
            null;
        end $$
        """;
}
