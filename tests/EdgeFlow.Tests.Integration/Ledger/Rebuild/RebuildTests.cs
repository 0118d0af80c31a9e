using EdgeFlow.Control.Database;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.World;
using EdgeFlow.Tests.Integration.Postgres;
using EdgeFlow.Tests.Ledger.World;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Rebuild;

/// <summary>Read models made again beside the running ones are equal to them, whatever is appended meanwhile.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private readonly List<RecordedEvent> history = InventedHistory.Of(19, 900).Events;
    private ControlDatabase database = null!;
    private int appended;

    public async Task InitializeAsync() => database = await ControlDatabase.Open(
        new DatabaseOptions(await PostgresFixture.FreshDatabase(), ""), TimeProvider.System, NullLogger.Instance,
        default);

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Rebuild_AtSomePrefixes_EqualsTheRunningOne()
    {
        foreach (var prefix in (int[])[0, 1, 40, 150, 300])
        {
            await Append(prefix);
            foreach (var model in ControlDatabase.Projections)
            {
                var report = await database.Store.Rebuild(model, isCheck: true);
                Assert.Empty(report.Differences);
                Assert.Equal(prefix, report.Events);
            }

            await StoredModels.AssertTell(database.Source, WorldState.Empty.Apply(history.Take(prefix)));
        }
    }

    [Fact]
    public async Task Rebuild_WhileOthersAppend_TakesThePlaceAndMissesNothing()
    {
        await Append(100);
        var indexes = await Text("select string_agg(indexdef, chr(10) order by indexdef) from pg_indexes");
        await Execute("grant select on jobs to public");
        var writing = Append(history.Count);
        do
        {
            foreach (var model in ControlDatabase.Projections)
            {
                await database.Store.Rebuild(model);
            }
        }
        while (!writing.IsCompleted);
        await writing;

        foreach (var model in ControlDatabase.Projections)
        {
            Assert.Empty((await database.Store.Rebuild(model, isCheck: true)).Differences);
        }

        Assert.Equal(indexes, await Text("select string_agg(indexdef, chr(10) order by indexdef) from pg_indexes"));
        Assert.Equal("True", await Text("select has_table_privilege('public', 'jobs', 'select')"));
        Assert.Equal("", await Text("select string_agg(nspname, '') from pg_namespace where nspname ~ 'shadow'"));
    }

    [Fact]
    public async Task Rebuild_DamagedTable_IsToldByACheckAndMended()
    {
        await Append(200);
        await Execute("update nodes set version = version + 1 where node = (select min(node) from nodes)");
        await Execute("delete from jobs where job = (select min(job) from jobs)");

        foreach (var model in ControlDatabase.Projections.Where(model => model.Name is "nodes" or "jobs"))
        {
            var differences = (await database.Store.Rebuild(model, isCheck: true)).Differences;
            Assert.Equal(model.Name == "nodes" ? 2 : 1, differences.Count);
            Assert.Contains(differences, row => row.Contains("only the rebuilt one has", StringComparison.Ordinal));
            await database.Store.Rebuild(model);
            Assert.Empty((await database.Store.Rebuild(model, isCheck: true)).Differences);
        }
    }

    [Fact]
    public async Task Rebuild_AnotherIsAtWork_IsRefused()
    {
        await using var other = await database.Source.OpenConnectionAsync();
        await using var hold = other.CreateCommand();
        hold.CommandText = "select pg_advisory_lock(hashtext('edgeflow_shadow'))";
        await hold.ExecuteScalarAsync();

        await Assert.ThrowsAsync<RebuildBusyException>(
            () => database.Store.Rebuild(ControlDatabase.Projections[0]));

        hold.CommandText = "select pg_advisory_unlock_all()";
        await hold.ExecuteNonQueryAsync();
    }

    private async Task Append(int count)
    {
        await StoredModels.Append(database.Store, history.Skip(appended).Take(count - appended));
        appended = Math.Max(appended, count);
    }

    private async Task Execute(string text)
    {
        await using var command = database.Source.CreateCommand(text);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> Text(string text)
    {
        await using var select = database.Source.CreateCommand(text);
        return $"{await select.ExecuteScalarAsync()}";
    }
}
