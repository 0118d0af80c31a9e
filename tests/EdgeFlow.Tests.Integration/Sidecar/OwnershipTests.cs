using EdgeFlow.Sidecar.Storage;
using EdgeFlow.Tests.Integration.Postgres;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>Who owns the instances of a database, and when another may.</summary>
public class OwnershipTests
{
    private static readonly TimeSpan Ages = TimeSpan.FromHours(1);

    [Fact]
    public async Task TryAcquire_OwnerIsGone_TakesOverBeforeTheLeaseLapses()
    {
        var database = await Database();
        var first = Candidate(database, "first", Ages);
        await using var second = Candidate(database, "second", Ages);
        Assert.Equal(1, await first.TryAcquire(default));

        // As PostgreSQL does for a process that was killed.
        await first.DisposeAsync();

        await SidecarWorld.Until(async () => await second.TryAcquire(default) == 2);
        Assert.False(await first.Renew(1, default));
    }

    [Fact]
    public async Task TryAcquire_OwnerLives_WaitsForTheLease()
    {
        var database = await Database();
        await using var first = Candidate(database, "first", TimeSpan.FromSeconds(1));
        await using var second = Candidate(database, "second", Ages);
        Assert.Equal(1, await first.TryAcquire(default));

        Assert.True(await first.Renew(1, default));
        await SidecarWorld.Until(async () => await second.TryAcquire(default) == 2);

        // It had not renewed: a session alone is no lease.
        Assert.False(await first.Renew(1, default));
    }

    [Fact]
    public async Task TryAcquire_OwnerLivesAndItsLeaseLasts_IsRefused()
    {
        var database = await Database();
        await using var first = Candidate(database, "first", Ages);
        await using var second = Candidate(database, "second", Ages);
        Assert.Equal(1, await first.TryAcquire(default));

        Assert.Null(await second.TryAcquire(default));
        Assert.Equal("http://first", await second.OwnerAddress(default));
    }

    [Fact]
    public async Task Renew_SessionWasLost_ShowsLifeAgain()
    {
        var database = await Database();
        await using var first = Candidate(database, "first", Ages);
        await using var second = Candidate(database, "second", Ages);
        Assert.Equal(1, await first.TryAcquire(default));
        await first.DisposeAsync();

        Assert.True(await first.Renew(1, default));

        Assert.Null(await second.TryAcquire(default));
    }

    [Fact]
    public async Task TryAcquire_ServerStartedJustNow_LeavesTheOwnerTimeToReturn()
    {
        var database = await Database();
        var first = Candidate(database, "first", Ages);
        await using var second = Candidate(database, "second", Ages, ownerReturn: Ages);
        Assert.Equal(1, await first.TryAcquire(default));
        await first.DisposeAsync();

        Assert.Null(await second.TryAcquire(default));
    }

    [Fact]
    public async Task Kill_Owner_ThePeerTakesOverBeforeTheLeaseLapses()
    {
        await using var world = await SidecarWorld.Start(
            change: options => options with { OwnershipLease = Ages, OwnerReturn = TimeSpan.Zero });
        var peer = await world.StartPeer();

        await world.Kill();

        await SidecarWorld.Until(() => Task.FromResult(peer.IsOwner));
    }

    private static async Task<string> Database()
    {
        var database = await PostgresFixture.FreshDatabase();
        await using var source = NpgsqlDataSource.Create(database);
        await SidecarSchema.Ensure(source, default);
        return database;
    }

    private static Ownership Candidate(
        string database, string name, TimeSpan lease, TimeSpan? ownerReturn = null) =>
        new(database, name, $"http://{name}", lease, ownerReturn ?? TimeSpan.Zero);
}
