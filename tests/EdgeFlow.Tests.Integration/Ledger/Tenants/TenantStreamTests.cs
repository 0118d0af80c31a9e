using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Tests.Integration.Postgres;
using Xunit;
using static EdgeFlow.Tests.Integration.EventStore.Ledger;

namespace EdgeFlow.Tests.Integration.Ledger.Tenants;

/// <summary>A stream has one tenant for ever, whoever appends and whatever the store remembers.</summary>
public sealed class TenantStreamTests : IAsyncLifetime
{
    private string address = null!;
    private PostgresEventStore store = null!;

    public async Task InitializeAsync()
    {
        address = await PostgresFixture.FreshDatabase();
        store = await Open(address);
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task Append_ByNobodyInParticular_KeepsTheStreamsTenant()
    {
        await store.Append(Book("a", ExpectedVersion.None, "x") with { Tenant = "north" });

        // Once as this process remembers the stream, once as another has to look it up.
        await store.Append(Book("a", ExpectedVersion.Exactly(1), "y"));
        await using var other = await Open(address);
        await other.Append(Book("a", ExpectedVersion.Exactly(2), "z"));

        Assert.Equal(["north", "north", "north"], (await Tenants("a")).ToArray());
    }

    [Fact]
    public async Task Append_NewStreamOfNobody_IsTheDefaultTenants()
    {
        await store.Append(Book("a", ExpectedVersion.None, "x"));

        Assert.Equal([Tenancy.Default], (await Tenants("a")).ToArray());
    }

    [Theory]
    [InlineData("south")]
    [InlineData(Tenancy.Default)]
    public async Task Append_ToAnothersStream_IsAConflictAndStoresNothing(string tenant)
    {
        await store.Append(Book("a", ExpectedVersion.None, "x") with { Tenant = "north" });

        var known = await store.Append(Book("a", ExpectedVersion.Any, "y") with { Tenant = tenant });
        await using var other = await Open(address);
        var looked = await other.Append(Book("a", ExpectedVersion.Any, "y") with { Tenant = tenant });

        Assert.Equal(new AppendResult.Conflict("a", ExpectedVersion.Any, 1), known);
        Assert.Equal(new AppendResult.Conflict("a", ExpectedVersion.Any, 1), looked);
        Assert.Single(await Tenants("a"));
    }

    [Fact]
    public async Task Append_OfTwoTenantsToOneNewNameAtOnce_GivesItToOne()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => store.Append(
            Book("a", ExpectedVersion.None, $"{i}") with { Tenant = i % 2 == 0 ? "north" : "south" })));

        Assert.Single(results.OfType<AppendResult.Appended>());
        Assert.Single(await Tenants("a"));
    }

    private async Task<List<string>> Tenants(string stream)
    {
        var tenants = new List<string>();
        await foreach (var entry in store.ReadStream(stream))
        {
            tenants.Add(entry.Tenant);
        }

        await using var select = store.DataSource.CreateCommand(
            """
            select count(*) from mt_events e join mt_streams s on s.id = e.stream_id
            where e.tenant_id <> s.tenant_id
            """);
        Assert.Equal(0L, await select.ExecuteScalarAsync());
        return tenants;
    }
}
