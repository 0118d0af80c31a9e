using EdgeFlow.Control.Database;
using EdgeFlow.Control.Events;
using EdgeFlow.Ledger.Database;
using EdgeFlow.Tests.Integration.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Hostile;

/// <summary>A million events are read by pages of bounded memory, and a tenant's few are found among them.</summary>
public sealed class MillionEventsTests
{
    private const int Events = 1_000_000;
    private const long MaxBytes = 100_000_000;

    [Fact]
    public async Task Page_OfAMillionEvents_IsBoundedAndFindsATenantsFew()
    {
        await using var database = await ControlDatabase.Open(
            new DatabaseOptions(await PostgresFixture.FreshDatabase(), ""), TimeProvider.System, NullLogger.Instance,
            default);
        await LedgerSchema.Apply(database.Source, default);
        await Seed(database.Source);
        var views = new EventViews(database.Store);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (after, most) = (0L, 0L);
        for (var page = 0; page < 50; page++)
        {
            var items = await views.Page(EventFilter.All, after, EventViews.MaxPage, default);
            Assert.Equal(EventViews.MaxPage, items.Count);
            Assert.Equal(after + 1, items[0].Sequence);
            (after, most) = (items[^1].Sequence, Math.Max(most, GC.GetTotalMemory(false) - before));
        }

        Assert.True(most < MaxBytes, $"{most} bytes");
        Assert.Empty(await views.Page(EventFilter.All, long.MaxValue, 10, default));
        Assert.Single(await views.Page(EventFilter.All, Events - 1, 10, default));

        var mine = await views.Page(new EventFilter { Tenant = "north" }, 0, 1_000, default);
        Assert.Equal(Events / 100_000, mine.Count);
        Assert.All(mine, item => Assert.Equal("job-north", item.Stream));

        // Which index is best is the database's to say; walking through everybody's events is not.
        var plan = await Plan(database.Source);
        Assert.False(plan.Contains("Seq Scan") || plan.Contains("pkey_mt_events_seq_id"), plan);
    }

    // One event in a hundred thousand is a tenant's.
    private static async Task Seed(NpgsqlDataSource source)
    {
        await using var seed = source.CreateCommand($$"""
            insert into mt_streams (id, type, version, tenant_id)
            values ('job-north', 'job', 10, 'north'), ('link-l', 'link', {{Events}}, '*DEFAULT*');
            insert into mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
            select n, gen_random_uuid(), case n % 100000 when 7 then 'job-north' else 'link-l' end, n,
                   case n % 100000 when 7 then '{"job":"north","epoch":1,"occurredAt":"2026-03-04T05:06:07Z"}'
                   else '{"link":"l","occurredAt":"2026-03-04T05:06:07Z"}' end::jsonb,
                   case n % 100000 when 7 then 'job_planned' else 'link_restored' end,
                   case n % 100000 when 7 then 'north' else '*DEFAULT*' end
            from generate_series(1, {{Events}}) as n;
            analyze mt_events
            """);
        seed.CommandTimeout = 120;
        await seed.ExecuteNonQueryAsync();
    }

    private static async Task<string> Plan(NpgsqlDataSource source)
    {
        await using var explain = source.CreateCommand("""
            explain select seq_id from mt_events where seq_id > 0 and tenant_id = 'north'
              and (stream_id like 'job-%' or stream_id like 'application-%') and tenant_id <> '*DEFAULT*'
            order by seq_id limit 100
            """);
        var lines = new List<string>();
        await using var reader = await explain.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }
}
