using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Units;
using EdgeFlow.EventStore.Appending;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Audit;

/// <summary>Rows that the process that seals appended itself are hashed when they are committed, and not read again.
/// </summary>
public class OwnRowTests
{
    [Fact]
    public async Task Seal_RowChangedBetweenItsCommitAndItsBlock_IsFound()
    {
        await using var store = await SealedStore.Open();
        await store.Append("a", 2);
        await store.Sealer.Seal(default);
        await store.Append("a", 2);
        await store.Tamper("update mt_events set type = 'link_restored' where seq_id = 4");

        Assert.Equal(2, await store.Sealer.Seal(default));

        var finding = Assert.Single((await store.Verify()).Findings);
        Assert.Equal(("edited", 4L), (finding.Kind, finding.Sequence));
    }

    [Fact]
    public async Task Seal_RowDeletedBetweenItsCommitAndItsBlock_IsFound()
    {
        await using var store = await SealedStore.Open();
        await store.Append("a", 2);
        await store.Sealer.Seal(default);
        await store.Append("a", 3);
        await store.Tamper("delete from mt_events where seq_id = 4");

        Assert.Equal(3, await store.Sealer.Seal(default));

        var report = await store.Verify();
        Assert.Contains(report.Findings, finding => (finding.Kind, finding.Sequence) == ("deleted", 4L));
    }

    // What is sent is not what stands in the table then: no false alarm comes of it.
    [Fact]
    public async Task Seal_TriggerChangesRows_SealsThemAsTheyStand()
    {
        await using var store = await SealedStore.Open();
        await store.Tamper("""
            create function more() returns trigger language plpgsql as
                $$ begin new.data := new.data || '{"more": 1e2}'; return new; end $$;
            create trigger more before insert on mt_events for each row execute function more()
            """);
        await store.Append("a", 2);
        await store.Sealer.Seal(default);
        await store.Append("a", 3);

        Assert.Equal(3, await store.Sealer.Seal(default));

        Assert.Empty((await store.Verify()).Findings);
    }

    // Rows of this process, of which many wait for another block than the first.
    [Fact]
    public async Task Seal_OwnRowsOfSeveralTenantsAndSmallBatches_ChainsEachTenant()
    {
        await using var store = await SealedStore.Open(options => options with { BatchMax = 3 });
        await store.Append("a", 1);
        await store.Sealer.Seal(default);
        foreach (var (link, tenant) in new[] { ("a", null), ("b", "blue"), ("c", "grün"), ("b", "blue"), ("a", null) })
        {
            await store.Store.Append(AppendRequest.To(
                $"link-{link}", "link", ExpectedVersion.Any,
                [.. Enumerable.Range(0, 4).Select(i => new LinkDegraded(
                    new LinkId(link), new BitsPerSecond(i), "told", DateTimeOffset.UnixEpoch))]) with
            {
                Tenant = tenant,
            });
        }

        Assert.Equal(20, await store.Sealer.Seal(default));

        var report = await store.Verify();
        Assert.Empty(report.Findings);
        Assert.Equal(
            [("*DEFAULT*", 9L), ("blue", 8L), ("grün", 4L)], report.Tenants.Select(t => (t.Tenant, t.Events)));
    }
}
