using EdgeFlow.Ledger.Audit;
using EdgeFlow.Protocol.Audit;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Audit;

/// <summary>What somebody does to the rows straight in PostgreSQL is found, and where.</summary>
public class TamperTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly Deed[] Deeds =
    [
        new("data", "update mt_events set data = jsonb_set(data, '{reason}', '\"x\"') where seq_id = 4",
            AuditFindingKinds.Edited, 4, "link-a"),
        new("type", "update mt_events set type = 'link_restored' where seq_id = 2",
            AuditFindingKinds.Edited, 2, "link-a"),
        new("time", "update mt_events set timestamp = timestamp - interval '1 microsecond' where seq_id = 2",
            AuditFindingKinds.Edited, 2, "link-a"),
        new("era", "update mt_events set timestamp = 'infinity' where seq_id = 2",
            AuditFindingKinds.Edited, 2, "link-a"),
        new("actor", "update mt_events set headers = '{\"actor\": \"nobody\"}' where seq_id = 7",
            AuditFindingKinds.Edited, 7, "link-b"),
        new("correlation", "update mt_events set correlation_id = null where seq_id = 7",
            AuditFindingKinds.Edited, 7, "link-b"),
        new("tenant", "update mt_events set tenant_id = 'other' where seq_id = 7",
            AuditFindingKinds.Edited, 7, "link-b"),
        new("archived", "update mt_events set is_archived = true where seq_id = 7",
            AuditFindingKinds.Edited, 7, "link-b"),
        new("place", "update mt_events set version = 99 where seq_id = 10; update mt_streams set version = 99 "
            + "where id = 'link-b'", AuditFindingKinds.Edited, 10, "link-b"),
        new("deletion", "delete from mt_events where seq_id = 3", AuditFindingKinds.Deleted, 3, "link-a"),
        new("last of a block", "delete from mt_events where seq_id = 5", AuditFindingKinds.Deleted, 5, "link-a"),
        new("stream", "delete from mt_streams where id = 'link-c'", AuditFindingKinds.Deleted, 12, "link-c"),
        new("gap", "insert into mt_events (seq_id, id, stream_id, version, data, type) "
            + "values (11, gen_random_uuid(), 'link-c', 77, '{}', 'x'); update mt_streams set version = 77 "
            + "where id = 'link-c'", AuditFindingKinds.Inserted, 11, "link-c"),
        new("other tenant's gap", "insert into mt_events (seq_id, id, stream_id, version, data, type, tenant_id) "
            + "values (11, gen_random_uuid(), 'link-c', 77, '{}', 'x', 'other'); update mt_streams set version = 77 "
            + "where id = 'link-c'", AuditFindingKinds.Inserted, 11, "link-c"),
        new("beyond", "insert into mt_events (seq_id, id, stream_id, version, data, type) "
            + "values (1000000, gen_random_uuid(), 'link-c', 77, '{}', 'x'); update mt_streams set version = 77 "
            + "where id = 'link-c'", AuditFindingKinds.Inserted, 1000000, "link-c"),
        new("stream's row", "update mt_streams set version = 7 where id = 'link-a'",
            AuditFindingKinds.Stream, 0, "link-a"),
        new("block's list", "update ledger_blocks set entries = set_byte(entries, 55, 120) where number = 1",
            AuditFindingKinds.Block, 5, null),
        new("block's bodies", "update ledger_blocks set entries = set_byte(entries, 40, 255 - get_byte(entries, 40)) "
            + "where number = 1",
            AuditFindingKinds.Block, 5, null),
        new("block's length", "update ledger_blocks set entries = substring(entries for 60) where number = 1",
            AuditFindingKinds.Block, 5, null),
        new("block's lengths", "update ledger_blocks set entries = set_byte(entries, 48, 127) where number = 1",
            AuditFindingKinds.Block, 5, null),
        new("block's count", "update ledger_blocks set events = events + 1 where number = 1",
            AuditFindingKinds.Signature, 5, null),
        new("block of two kinds", "alter table ledger_blocks drop constraint entries_ledger_blocks; "
            + "update ledger_blocks set seqs = '{1}' where number = 1",
            AuditFindingKinds.Block, 5, null),
        new("block gone", "delete from ledger_blocks where number = 2", AuditFindingKinds.Block, 12, null),
        new("head", "update ledger_blocks set head = sha256(head) where number = 3",
            AuditFindingKinds.Signature, 12, null),
        new("signature", "update ledger_blocks set "
            + "signature = set_byte(signature, 5, 255 - get_byte(signature, 5)) where number = 1",
            AuditFindingKinds.Signature, 5, null),
        new("sealed at", "update ledger_blocks set sealed_at = sealed_at - interval '1 day' where number = 1",
            AuditFindingKinds.Signature, 5, null),
        new("last block gone", "delete from ledger_blocks where number = 3", AuditFindingKinds.Block, 0, null),
        new("key", "update ledger_audit_keys set public_key = sha256(public_key)", AuditFindingKinds.Key, 0, null),
    ];

    // Of blocks that were sealed before entries were packed.
    private static readonly Deed[] OldDeeds =
    [
        new("block's list", "update ledger_blocks set streams[1] = 'link-x' where number = 1",
            AuditFindingKinds.Block, 5, null),
        new("block's bodies", "update ledger_blocks set bodies = set_byte(bodies, 40, 255 - get_byte(bodies, 40)) "
            + "where number = 1",
            AuditFindingKinds.Block, 5, null),
        new("block's arrays", "update ledger_blocks set versions = '{1}' where number = 1",
            AuditFindingKinds.Block, 5, null),
    ];

    private static readonly string[] Tables =
        ["mt_streams", "mt_events", "ledger_blocks", "ledger_audit_keys"];

    // Blocks: 1 to 5, 6 to 10, and 12 alone (11 was given out and rolled back). One database for all deeds: a fresh one
    // takes a second.
    [Fact]
    public async Task Verify_RowsChangedInTheDatabase_FindsAndLocatesIt()
    {
        await using var store = await ThreeBlocks();
        await FindsAll(store, Deeds);
    }

    [Fact]
    public async Task Verify_RowsChangedUnderBlocksFromBefore_FindsAndLocatesIt()
    {
        await using var store = await ThreeBlocks();
        await store.UnpackBlocks();
        await FindsAll(store, [.. OldDeeds, .. Deeds.Where(deed => !deed.Name.StartsWith("block's", Ordinal)
            && !deed.Name.StartsWith("block of", Ordinal))]);

        // The chain goes on behind them in the new way.
        await store.Append("a", 3);
        Assert.Equal(3, await store.Sealer.Seal(default));
        var report = await store.Verify();
        Assert.Empty(report.Findings);
        Assert.Equal(4, report.Tenants[0].Blocks);
        Assert.Contains("\"manifest\"", await store.Export(), Ordinal);
    }

    private static async Task FindsAll(SealedStore store, Deed[] deeds)
    {
        Assert.True((await store.Verify()).IsIntact);
        foreach (var table in Tables)
        {
            await store.Tamper($"drop table if exists saved_{table}; create table saved_{table} as table {table}");
        }

        foreach (var deed in deeds)
        {
            await store.Tamper(deed.Sql);

            var report = await store.Verify();
            Assert.True(
                report.Findings.Any(finding => finding.Kind == deed.Kind
                    && (finding.Sequence ?? 0) == deed.Sequence && finding.Stream == deed.Stream),
                $"{deed.Name}: {string.Join('\n', report.Findings)}");
            await store.Tamper($"truncate {string.Join(", ", Tables)};"
                + string.Concat(Tables.Select(table => $"insert into {table} select * from saved_{table};")));
        }

        Assert.True((await store.Verify()).IsIntact);
    }

    [Fact]
    public async Task Verify_TwoEventsChangedPlaces_TellsWhereEachWas()
    {
        await using var store = await ThreeBlocks();

        await store.Tamper("""
            update mt_events set seq_id = -1 where seq_id = 2;
            update mt_events set seq_id = 2 where seq_id = 8;
            update mt_events set seq_id = 8 where seq_id = -1
            """);

        var report = await store.Verify();
        Assert.Equal([2L, 8L], report.Findings.Select(finding => finding.Sequence!.Value));
        Assert.All(report.Findings, finding => Assert.Equal(AuditFindingKinds.Reordered, finding.Kind));
        Assert.Contains("sealed at 8", report.Findings[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ContentsChangedPlaces_TellsWhereEachWas()
    {
        await using var store = await ThreeBlocks();

        await store.Tamper("""
            update mt_events a set id = b.id, data = b.data, type = b.type, timestamp = b.timestamp
            from mt_events b where (a.seq_id, b.seq_id) in ((2, 3), (3, 2))
            """);

        var report = await store.Verify();
        Assert.Equal([2L, 3L], report.Findings.Select(finding => finding.Sequence!.Value));
        Assert.All(report.Findings, finding => Assert.Equal(AuditFindingKinds.Reordered, finding.Kind));
    }

    [Fact]
    public async Task Seal_LastBlocksRemoved_HaltsAndSignsNothing()
    {
        await using var store = await ThreeBlocks();
        await store.Tamper("delete from ledger_blocks where number > 1; delete from mt_events where seq_id = 7");

        Assert.Equal(0, await store.Sealer.Seal(default));

        Assert.Contains("not in the database any more", store.Sealer.Halted, StringComparison.Ordinal);
        Assert.Equal(1, (await store.Chain.Last("*DEFAULT*", default))!.Number);
    }

    internal static async Task<SealedStore> ThreeBlocks(Func<AuditOptions, AuditOptions>? change = null)
    {
        var store = await SealedStore.Open(change);
        await store.Append("a", 5);
        Assert.Equal(5, await store.Sealer.Seal(default));
        await store.Append("b", 5);
        Assert.Equal(5, await store.Sealer.Seal(default));
        await store.Tamper("select nextval('mt_events_sequence')");
        await store.Append("c", 1);
        Assert.Equal(1, await store.Sealer.Seal(default));
        return store;
    }

    private sealed record Deed(string Name, string Sql, string Kind, long Sequence, string? Stream);
}
