using EdgeFlow.EventStore.Connections;
using Npgsql;

namespace EdgeFlow.EventStore.Appending;

/// <summary>The statements of a group's transaction, over arrays: as many for one append as for many.</summary>
internal static class GroupSql
{
    public const string Begin = "begin isolation level read committed";
    public const string Commit = "commit";
    public const string Rollback = "rollback";

    private const string CreateStreams = """
        insert into mt_streams (id, type, version, tenant_id)
        select id, type, 0, tenant from unnest($1, $2, $3) as missing (id, type, tenant)
        on conflict (id) do nothing
        """;

    // In order of id, as every process does it: two groups that share streams wait for each other, never in a circle.
    private const string LockStreams = """
        select id, version, coalesce(tenant_id, '*DEFAULT*') from mt_streams
        where id = any ($1) order by id for no key update
        """;

    private const string FindCommands = """
        select c.command_id, c.append_id, c.stream_id, c.first_version, c.last_version, f.seq_id, l.seq_id
        from edgeflow_commands c
        join mt_events f on f.stream_id = c.stream_id and f.version = c.first_version
        join mt_events l on l.stream_id = c.stream_id and l.version = c.last_version
        where c.command_id = any ($1) order by c.command_id, c.ordinal
        """;

    private const string FindAttempts = """
        select null::varchar, a.append_id, a.stream_id, a.first_version, a.last_version, f.seq_id, l.seq_id
        from unnest($1, $2, $3, $4, $5) with ordinality
            as a (append_id, stream_id, first_version, last_version, event_id, ordinal)
        join mt_events f on f.stream_id = a.stream_id and f.version = a.first_version and f.id = a.event_id
        join mt_events l on l.stream_id = a.stream_id and l.version = a.last_version
        order by a.ordinal
        """;

    private const string InsertEvents = """
        insert into mt_events (seq_id, id, stream_id, version, data, type, mt_dotnet_type,
                               correlation_id, causation_id, headers, tenant_id)
        select nextval('mt_events_sequence'), * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        returning seq_id, timestamp
        """;

    // Both writes happen only if every stream has the version that was foreseen, seen under the same locks in the same
    // order as above. A scalar subquery is computed once, before the first row: the locks come before the numbers.
    private const string StoreForeseen = """
        with locked as materialized (
            select id, version from mt_streams where id = any ($1) order by id for no key update),
        same as materialized (
            select count(*) = cardinality($1) as yes
            from locked join unnest($1, $2) as foreseen (id, version) using (id, version)),
        moved as (
            update mt_streams set version = moved.version, timestamp = now()
            from unnest($3, $4) as moved (id, version) where mt_streams.id = moved.id and (select yes from same))
        insert into mt_events (seq_id, id, stream_id, version, data, type, mt_dotnet_type,
                               correlation_id, causation_id, headers, tenant_id)
        select nextval('mt_events_sequence'), * from unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        where (select yes from same)
        returning seq_id, timestamp
        """;

    // For who watches: the row's JSON as it will be read later, which is not as it was sent.
    private const string AndJson = ", jsonb_send(data), jsonb_send(headers)";

    private const string SetVersions = """
        update mt_streams set version = moved.version, timestamp = now()
        from unnest($1, $2) as moved (id, version) where mt_streams.id = moved.id
        """;

    private const string InsertCommands = """
        insert into edgeflow_commands (command_id, ordinal, append_id, stream_id, first_version, last_version)
        select * from unnest($1, $2, $3, $4, $5, $6)
        """;

    // Nothing may be left of a stream whose row goes: the foreign key is not asked on every connection.
    private const string DropEmptyStreams = """
        delete from mt_streams s where id = any ($1) and version = 0
            and not exists (select from mt_events e where e.stream_id = s.id)
        """;

    public static void AddCreateStreams(NpgsqlBatch batch, string[] ids, string[] types, string[] tenants) =>
        batch.Add(CreateStreams, Sql.Texts(ids), Sql.Texts(types), Sql.Texts(tenants));

    public static void AddLockStreams(NpgsqlBatch batch, string[] ids) => batch.Add(LockStreams, Sql.Texts(ids));

    public static void AddFindCommands(NpgsqlBatch batch, string[] ids) => batch.Add(FindCommands, Sql.Texts(ids));

    public static void AddFindAttempts(NpgsqlBatch batch, IReadOnlyList<StreamWrite> attempted) => batch.Add(
        FindAttempts,
        Sql.Ids([.. attempted.Select(w => w.Append.Id)]),
        Sql.Texts([.. attempted.Select(w => w.StreamId)]),
        Sql.Numbers([.. attempted.Select(w => w.FirstVersion)]),
        Sql.Numbers([.. attempted.Select(w => w.LastVersion)]),
        Sql.Ids([.. attempted.Select(w => w.Events[0].Id)]));

    /// <summary>Looks and stores in one statement; it gives no row where the streams are not as foreseen.</summary>
    public static void AddStoreForeseen(
        NpgsqlBatch batch, SortedDictionary<string, StreamHead> foreseen, IReadOnlyDictionary<string, long> versions,
        IReadOnlyList<StreamWrite> writes, bool withJson) => batch.Add(
        withJson ? StoreForeseen + AndJson : StoreForeseen,
        [
            Sql.Texts([.. foreseen.Keys]), Sql.Numbers([.. foreseen.Values.Select(head => head.Version)]),
            Sql.Texts([.. versions.Keys]), Sql.Numbers([.. versions.Values]), .. Events(writes),
        ]);

    public static void AddInsertEvents(NpgsqlBatch batch, IReadOnlyList<StreamWrite> writes, bool withJson) =>
        batch.Add(withJson ? InsertEvents + AndJson : InsertEvents, Events(writes));

    public static void AddSetVersions(NpgsqlBatch batch, IReadOnlyDictionary<string, long> versions) =>
        batch.Add(SetVersions, Sql.Texts([.. versions.Keys]), Sql.Numbers([.. versions.Values]));

    public static void AddDropEmptyStreams(NpgsqlBatch batch, string[] ids) =>
        batch.Add(DropEmptyStreams, Sql.Texts(ids));

    public static void AddInsertCommands(NpgsqlBatch batch, IReadOnlyList<StreamWrite> writes) => batch.Add(
        InsertCommands,
        Sql.Texts([.. writes.Select(w => w.Append.Request.CommandId)]),
        Sql.Integers([.. writes.Select(w => w.Ordinal)]),
        Sql.Ids([.. writes.Select(w => w.Append.Id)]),
        Sql.Texts([.. writes.Select(w => w.StreamId)]),
        Sql.Numbers([.. writes.Select(w => w.FirstVersion)]),
        Sql.Numbers([.. writes.Select(w => w.LastVersion)]));

    private static NpgsqlParameter[] Events(IReadOnlyList<StreamWrite> writes)
    {
        var count = writes.Sum(w => w.Events.Length);
        var (ids, streams, versions) = (new Guid[count], new string[count], new long[count]);
        var (data, headers) = (new ReadOnlyMemory<byte>[count], new ReadOnlyMemory<byte>?[count]);
        var (types, dotNetTypes, tenants) = (new string[count], new string[count], new string[count]);
        var (correlations, causations) = (new string?[count], new string?[count]);
        var row = 0;
        foreach (var write in writes)
        {
            var (metadata, header) = (write.Metadata, write.Headers);
            for (var e = 0; e < write.Events.Length; e++, row++)
            {
                var pending = write.Events[e];
                ids[row] = pending.Id;
                streams[row] = write.StreamId;
                versions[row] = write.FirstVersion + e;
                data[row] = pending.Stored.Data.Utf8;
                types[row] = pending.Stored.EventType;
                dotNetTypes[row] = pending.Stored.DotNetType;
                correlations[row] = metadata.CorrelationId;
                causations[row] = metadata.CausationId;
                headers[row] = header?.Utf8;
                tenants[row] = write.Tenant;
            }
        }

        return
        [
            Sql.Ids(ids), Sql.Texts(streams), Sql.Numbers(versions), Sql.Jsons(data), Sql.Texts(types),
            Sql.Texts(dotNetTypes), Sql.Texts(correlations), Sql.Texts(causations), Sql.Jsons(headers),
            Sql.Texts(tenants),
        ];
    }
}
