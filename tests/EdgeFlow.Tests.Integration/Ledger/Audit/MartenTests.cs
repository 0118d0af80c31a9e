using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Network;
using EdgeFlow.EventStore.Appending;
using Npgsql;
using NpgsqlTypes;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Audit;

/// <summary>
/// The tables are as Marten 9 makes them (string streams, correlation, causation and headers on), and its functions
/// append
/// what our store reads. The lists are those of docs/ledger/marten.md.
/// </summary>
public class MartenTests
{
    private static readonly string[] Columns =
    [
        "mt_event_progression.last_seq_id bigint null",
        "mt_event_progression.last_updated timestamp with time zone null = transaction_timestamp()",
        "mt_event_progression.name character varying not null",
        "mt_events.bdata bytea null",
        "mt_events.causation_id character varying null",
        "mt_events.correlation_id character varying null",
        "mt_events.data jsonb not null",
        "mt_events.headers jsonb null",
        "mt_events.id uuid not null",
        "mt_events.is_archived boolean null = false",
        "mt_events.mt_dotnet_type character varying null",
        "mt_events.seq_id bigint not null",
        "mt_events.stream_id character varying null",
        "mt_events.tenant_id character varying null = '*DEFAULT*'::character varying",
        "mt_events.timestamp timestamp with time zone not null = now()",
        "mt_events.type character varying(500) not null",
        "mt_events.version bigint not null",
        "mt_streams.created timestamp with time zone not null = now()",
        "mt_streams.id character varying not null",
        "mt_streams.is_archived boolean null = false",
        "mt_streams.tenant_id character varying null = '*DEFAULT*'::character varying",
        "mt_streams.timestamp timestamp with time zone not null = now()",
        "mt_streams.type character varying null",
        "mt_streams.version bigint null",
    ];

    private static readonly string[] Constraints =
    [
        "mt_event_progression.pk_mt_event_progression PRIMARY KEY (name)",
        "mt_events.fkey_mt_events_stream_id FOREIGN KEY (stream_id) REFERENCES mt_streams(id) ON DELETE CASCADE",
        "mt_events.pk_mt_events_stream_and_version CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON "
            + "public.mt_events USING btree (stream_id, version)",
        "mt_events.pkey_mt_events_seq_id PRIMARY KEY (seq_id)",
        "mt_streams.pkey_mt_streams_id PRIMARY KEY (id)",
    ];

    [Fact]
    public async Task Schema_ColumnByColumn_IsMartens()
    {
        await using var store = await SealedStore.Open();

        Assert.Equal(Columns, await Texts(store.Source, """
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || case when a.attnotnull then ' not null' else ' null' end
                || coalesce(' = ' || pg_get_expr(d.adbin, d.adrelid), '')
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where c.relname in ('mt_streams', 'mt_events', 'mt_event_progression') and c.relkind = 'r'
              and a.attnum > 0 and not a.attisdropped
            order by c.relname collate "C", a.attname collate "C"
            """));
        Assert.Equal(Constraints, await Texts(store.Source, """
            select told from (
                select conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
                where conrelid::regclass::text in ('mt_streams', 'mt_events', 'mt_event_progression') and contype <> 'n'
                union all
                select tablename || '.' || indexname || ' ' || indexdef from pg_indexes
                where indexname = 'pk_mt_events_stream_and_version') as all_of_it (told)
            order by told collate "C"
            """));
        Assert.Equal("mt_events.seq_id", (await Texts(store.Source, """
            select d.refobjid::regclass || '.' || a.attname from pg_depend d
            join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            where d.objid = 'mt_events_sequence'::regclass and d.deptype = 'a'
            """)).Single());
    }

    [Fact]
    public async Task QuickAppend_AsMartenCallsIt_IsReadByOurStoreAndGoesOn()
    {
        await using var store = await SealedStore.Open();
        await store.Append("a", 2);

        var two = await QuickAppend(store, "link-a", 2, expected: 2);
        var one = await QuickAppend(store, "link-new", 1, expected: null);
        Assert.Equal([4L, 3L, 4L], two);
        Assert.Equal([1L, 5L], one);
        var behind = await Assert.ThrowsAsync<PostgresException>(() => QuickAppend(store, "link-a", 1, expected: 2));

        Assert.Equal("MT003", behind.SqlState);
        var read = new List<(long Sequence, long Version, string Type)>();
        await foreach (var recorded in store.Store.ReadStream("link-a"))
        {
            read.Add((recorded.Sequence, recorded.Version, recorded.EventType));
            Assert.True(recorded.Data is LinkDegraded or LinkRestored);
        }

        Assert.Equal([1L, 2L, 3L, 4L], read.Select(item => item.Version));
        Assert.Equal(["link_degraded", "link_degraded", "link_restored", "link_restored"], read.Select(r => r.Type));
        await store.Append("a", 1);
        var ours = await store.Store.Append(AppendRequest.To(
            "link-new", "link", ExpectedVersion.Exactly(1),
            new LinkRestored(new LinkId("new"), DateTimeOffset.UnixEpoch)));
        Assert.IsType<AppendResult.Appended>(ours);
        Assert.Equal(7, await store.Sealer.Seal(default));
        Assert.Empty((await store.Verify()).Findings);
    }

    [Fact]
    public async Task ArchiveStream_AsMartenCallsIt_KeepsMartenFromAppending()
    {
        await using var store = await SealedStore.Open();
        await store.Append("a", 1);

        await store.Tamper("select mt_archive_stream('link-a'); select mt_mark_event_progression('x', 7)");

        var archived = await Assert.ThrowsAsync<PostgresException>(() => QuickAppend(store, "link-a", 1, null));
        Assert.Equal("MT001", archived.SqlState);
        Assert.Equal(["x 7"], await Texts(
            store.Source, "select name || ' ' || last_seq_id from mt_event_progression where name = 'x'"));
    }

    // The parameters as Marten 9 sends them: positions, types, a JSON null where an event has no headers.
    private static async Task<long[]> QuickAppend(SealedStore store, string stream, int events, long? expected)
    {
        await using var call = store.Source.CreateCommand(
            "select mt_quick_append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
        var (text, json) = (NpgsqlDbType.Array | NpgsqlDbType.Varchar, NpgsqlDbType.Array | NpgsqlDbType.Jsonb);
        call.Parameters.AddWithValue(stream);
        call.Parameters.AddWithValue(NpgsqlDbType.Varchar, "link");
        call.Parameters.AddWithValue("*DEFAULT*");
        call.Parameters.AddWithValue(Each(_ => Guid.CreateVersion7()));
        call.Parameters.AddWithValue(text, Each(_ => "link_restored"));
        call.Parameters.AddWithValue(text, Each(_ => "EdgeFlow.Domain.Network.LinkRestored, EdgeFlow.Domain"));
        call.Parameters.AddWithValue(
            json, Each(_ => $$"""{"link":"{{stream[5..]}}","occurredAt":"2026-11-21T00:00:00Z"}"""));
        call.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Bytea, Each(_ => (byte[]?)null));
        call.Parameters.AddWithValue(text, Each(_ => (string?)null));
        call.Parameters.AddWithValue(text, Each(i => $"story-{i}"));
        call.Parameters.AddWithValue(json, Each(_ => "null"));
        call.Parameters.AddWithValue(Each(_ => DateTime.UnixEpoch));
        call.Parameters.AddWithValue(NpgsqlDbType.Bigint, (object?)expected ?? DBNull.Value);
        return (long[])(await call.ExecuteScalarAsync())!;

        T[] Each<T>(Func<int, T> make) => [.. Enumerable.Range(0, events).Select(make)];
    }

    private static async Task<IReadOnlyList<string>> Texts(NpgsqlDataSource source, string sql)
    {
        await using var select = source.CreateCommand(sql);
        await using var reader = await select.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
