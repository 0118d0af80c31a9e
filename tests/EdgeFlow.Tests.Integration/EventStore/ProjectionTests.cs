using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Schema;
using EdgeFlow.Tests.Integration.Postgres;
using Npgsql;
using Xunit;
using static EdgeFlow.Tests.Integration.EventStore.Ledger;

namespace EdgeFlow.Tests.Integration.EventStore;

public sealed class ProjectionTests : IAsyncLifetime
{
    private readonly EntryTotals totals = new();
    private PostgresEventStore store = null!;

    public async Task InitializeAsync()
    {
        store = await Open(
            await PostgresFixture.FreshDatabase(), options => options with { Projections = [totals] });
        SchemaScript[] tables = [new("0001", EntryTotals.Table)];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => SchemaMigration.Apply(store.DataSource, "tests", tables)));
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task Append_Acknowledged_TheReadModelShowsIt()
    {
        await store.Append(Book("a", ExpectedVersion.None, "1", "2"));
        Assert.Equal(["a|2|2"], await Rows());
    }

    [Fact]
    public async Task Rebuild_AfterManyAppendsAndWhileMoreArrive_EqualsTheInlineRows()
    {
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(
            i => store.Append(Book($"a{i % 30}", ExpectedVersion.Any, $"{i}"))));
        var inline = await Rows();
        Assert.Equal(30, inline.Count);
        Assert.Equal(1500, (await store.Rebuild(totals)).Events);
        Assert.Equal(inline, await Rows());
        var more = Enumerable.Range(0, 300).Select(
            i => store.Append(Book($"a{i % 30}", ExpectedVersion.Any, $"more-{i}"))).ToList();
        await store.Rebuild(totals);
        await Task.WhenAll(more);
        var both = await Rows();
        Assert.Equal(1800, both.Sum(row => int.Parse(row.Split('|')[1])));
        await store.Rebuild(totals);
        Assert.Equal(both, await Rows());
    }

    [Fact]
    public async Task Append_ProjectionRefusesOneOfAGroup_OnlyItsOwnerFailsAndNothingOfItIsStored()
    {
        var appends = Enumerable.Range(0, 40).Select(
            i => store.Append(Book($"a{i}", ExpectedVersion.None, i == 20 ? "refused" : "fine"))).ToList();
        await Assert.ThrowsAsync<PostgresException>(() => appends[20]);
        Assert.All(await Task.WhenAll(appends.Where((_, i) => i != 20)), result => Stored(result));
        Assert.Equal(39, (await Rows()).Count);
        Assert.Empty(await All(store, "a20"));
    }

    private async Task<List<string>> Rows()
    {
        var rows = new List<string>();
        await using var command = store.DataSource.CreateCommand(
            "select concat_ws('|', account, total, last) from entry_totals order by account");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
