using System.Buffers;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Sealing;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Audit;

public class SealerTests
{
    // The definition of docs/ledger/audit.md in PostgreSQL's own words.
    private const string Body =
        "sha256(record_send(row(id, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, "
        + "data, bdata, is_archived)))";

    // What a hash is made of must not depend on who computes it, whatever a row holds.
    private static readonly string[] Rows =
    [
        "'{}', 'x', now(), '*DEFAULT*', null, null, null, null, false, null",
        "'{\"b\": [1, 2.50, 1e400, \"\\u2028 ä 😀 \\\" \\\\ \\t\"], \"a\": null}', 'ä', 'epoch', null, 'T, A', "
            + "'', '5:a|b', 'null', null, '\\x00ff'",
        "'[]', '', 'infinity', '', '-', '1:-', '|', '{\"actor\": \"x\"}', true, ''",
        "'\"text\"', 'x|y', '-infinity', 'other', e'line\\nbreak', '😀', null, '{}', false, null",
        "'1', 'x', '0044-03-15 12:00:00.123456 BC', 'other', null, null, null, '[1, {\"k\": \"v\"}]', true, '\\x'",
        "'1', 'x', '2026-11-21 18:00:00.000001+05', 'other', null, null, null, null, true, '\\x41'",
        "'1', 'x', now(), '', null, null, null, null, true, null",
        "to_jsonb(repeat('long enough to outgrow a buffer', 30000)), 'x', now(), null, null, null, null, null, true, "
            + "null",
    ];

    [Fact]
    public async Task Body_RowsOfAllKinds_IsTheSameInTheDatabaseAndHere()
    {
        await using var store = await SealedStore.Open();
        await store.Append("a", 3);
        for (var i = 0; i < Rows.Length; i++)
        {
            await store.Tamper($"""
                insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type,
                    correlation_id, causation_id, headers, is_archived, bdata)
                values (nextval('mt_events_sequence'), gen_random_uuid(), 'link-a', {10 + i}, {Rows[i]})
                """);
        }

        Assert.Equal(3 + Rows.Length, await store.Sealer.Seal(default));

        var sealedAs = new Dictionary<long, BlockEntry>();
        await foreach (var blocks in store.Chain.AllBlocks(long.MaxValue, default))
        {
            foreach (var entry in blocks.SelectMany(block => block.Entries))
            {
                sealedAs.Add(entry.Sequence, entry);
            }
        }

        await using var select = store.Source.CreateCommand($"select {RowSql.Columns}, {Body} from mt_events");
        await using var reader = await select.ExecuteReaderAsync();
        var (scratch, body) = (new ArrayBufferWriter<byte>(), new byte[ChainHash.Size]);
        var rows = 0;
        for (; await reader.ReadAsync(); rows++)
        {
            var row = RowSql.Read(reader);
            row.Hash(scratch, body);
            Assert.Equal(reader.GetFieldValue<byte[]>(RowSql.ColumnCount), body);
            Assert.Equal(body, sealedAs[row.Sequence].Body.ToArray());
            Assert.Equal((row.Stream, row.Version), (sealedAs[row.Sequence].Stream, sealedAs[row.Sequence].Version));
        }

        Assert.Equal(3 + Rows.Length, rows);
    }

    // From the second block on, hashes of what this process appended are made where it is committed.
    [Fact]
    public async Task Seal_RowsOfThisProcessAndOfOthers_AreSealedAsTheyStand()
    {
        await using var store = await SealedStore.Open();
        await store.Append("a", 2);
        Assert.Equal(2, await store.Sealer.Seal(default));

        await store.Append("a", 3);
        Assert.Equal(3, await store.Sealer.Seal(default));
        await store.Append("a", 2);
        for (var i = 0; i < Rows.Length; i++)
        {
            await store.Tamper($"""
                insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type,
                    correlation_id, causation_id, headers, is_archived, bdata)
                values (nextval('mt_events_sequence'), gen_random_uuid(), 'link-a', {8 + i}, {Rows[i]})
                """);
        }

        Assert.Equal(2 + Rows.Length, await store.Sealer.Seal(default));
        await store.Append("b", 2);
        Assert.Equal(2, await store.Sealer.Seal(default));

        await store.Tamper($"update mt_streams set version = {7 + Rows.Length} where id = 'link-a'");
        Assert.Empty((await store.Verify()).Findings);
    }

    [Fact]
    public async Task Seal_MoreThanOneStepOfNumbers_SkipsNothing()
    {
        await using var store = await SealedStore.Open();
        await store.Append("a", 1);
        await store.Sealer.Seal(default);
        await store.Append("a", 1);
        await store.Tamper($"select setval('mt_events_sequence', {NewEvents.Step + 10})");
        await store.Append("a", 2);
        await store.Tamper("""
            insert into mt_events (seq_id, id, stream_id, version, data, type)
            select nextval('mt_events_sequence'), gen_random_uuid(), 'link-a', 4 + i, '{"some": "thing"}', 'x'
            from generate_series(1, 5000) i
            """);
        await store.Append("b", 2);

        Assert.Equal(5005, await store.Sealer.Seal(default));

        await store.Tamper("update mt_streams set version = 5004 where id = 'link-a'");
        Assert.Empty((await store.Verify()).Findings);
    }

    [Fact]
    public async Task Seal_AppendInFlight_WaitsForItAndSkipsNothing()
    {
        await using var store = await SealedStore.Open();
        await store.Append("a", 1);
        await using var slow = await store.Source.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand(
            """
            insert into mt_events (seq_id, id, stream_id, version, data, type)
            values (nextval('mt_events_sequence'), gen_random_uuid(), 'link-a', 2, '{}', 'x')
            """, slow);
        await insert.ExecuteNonQueryAsync();
        await store.Append("b", 1);

        // The slow one has number 2; until it is over, 3 may not be sealed. A first look may not settle 1 either.
        await store.Sealer.Seal(default);
        Assert.True(await store.Chain.SealedThrough(default) < 2);
        await transaction.CommitAsync();
        await store.Sealer.Seal(default);
        await store.Sealer.Seal(default);

        Assert.Equal(3, (await store.Chain.Last("*DEFAULT*", default))!.Total);
        await store.Tamper("update mt_streams set version = 2 where id = 'link-a'");
        Assert.Empty((await store.Verify()).Findings);
    }

    [Fact]
    public async Task Seal_SeveralTenantsAndSmallBatches_ChainsEachTenant()
    {
        await using var store = await SealedStore.Open(options => options with { BatchMax = 3 });
        await store.Append("a", 4);
        await store.Tamper("update mt_events set tenant_id = 'blue' where seq_id in (2, 3)");
        await store.Append("b", 4);

        Assert.Equal(8, await store.Sealer.Seal(default));

        var report = await store.Verify();
        Assert.Empty(report.Findings);
        Assert.Equal(
            [("*DEFAULT*", 3L, 6L), ("blue", 1L, 2L)], report.Tenants.Select(t => (t.Tenant, t.Blocks, t.Events)));
        Assert.Equal(0, report.Unsealed);
        Assert.Equal(0, await store.Sealer.Seal(default));
    }

    [Fact]
    public async Task Seal_GapOfManyBlocksInTheNumbers_IsLeftBehindInOneStep()
    {
        await using var store = await SealedStore.Open(options => options with { BatchMax = 3 });
        await store.Append("a", 2);
        await store.Tamper("select setval('mt_events_sequence', 1000000000000)");
        await store.Append("b", 2);

        Assert.Equal(4, await store.Sealer.Seal(default));

        Assert.Equal(2, (await store.Chain.Last("*DEFAULT*", default))!.Number);
        Assert.Empty((await store.Verify()).Findings);
    }

    [Fact]
    public async Task Rotate_KeyInUse_IsReplacedEndorsedAndDestroyed()
    {
        await using var store = await SealedStore.Open();
        await store.Append("a", 2);
        await store.Sealer.Seal(default);
        var first = (await store.Chain.Keys(default)).Active!;

        var second = await store.Ring.Rotate(default);
        await store.Append("b", 2);
        await store.Sealer.Seal(default);

        var keys = await store.Chain.Keys(default);
        Assert.Empty(keys.Faults());
        Assert.Equal(second!.Id, (await store.Chain.Last("*DEFAULT*", default))!.KeyId);
        Assert.Empty((await store.Verify()).Findings);
        var files = Directory.GetFiles(Path.Combine(store.Options.Folder, keys.Chain.ToString()), "*.pem");
        Assert.Equal([second.Id + ".pem"], files.Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files[0]));
        }

        await store.Tamper("update ledger_audit_keys set endorsement = null where ordinal = 2");
        Assert.Contains((await store.Verify()).Findings, finding => finding.Kind == "key");
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Seal_KeyOnAnotherMachine_HaltsAndSaysWhere()
    {
        await using var store = await SealedStore.Open();
        await store.Append("a", 1);
        await store.Sealer.Seal(default);
        var chain = (await store.Chain.Keys(default)).Chain;
        Directory.Delete(Path.Combine(store.Options.Folder, chain.ToString()), recursive: true);
        await store.Append("a", 1);

        Assert.Equal(0, await store.Sealer.Seal(default));

        Assert.Contains(store.Options.Folder, store.Sealer.Halted, StringComparison.Ordinal);
        Assert.Null(await store.Ring.Rotate(default));
        Assert.Equal(1, (await store.Verify()).Unsealed);
    }
}
