using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Lock;
using EdgeFlow.Exchange.Locks;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange.Locks;

/// <summary>What every kind of lock must do.</summary>
[Collection(BlocksBed.Name)]
public sealed class LockTests(BlocksBed bed)
{
    [Fact]
    public async Task TryTake_Postgres_HoldsOthersOffUntilItIsLetGo()
    {
        var database = await PostgresFixture.FreshDatabase();
        await using var mine = NpgsqlDataSource.Create(database);
        await using var theirs = NpgsqlDataSource.Create(database);
        await Hold(new PostgresLocks(mine), new PostgresLocks(theirs));
    }

    [SkippableFact]
    public async Task TryTake_Redis_HoldsOthersOffUntilItIsLetGo()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        Skip.If(RedisServer.Missing is not null, RedisServer.Missing);
        var sidecar = await (await bed.Dapr()).Sidecar(new DaprdOptions
        {
            AppId = "locker", ActorState = false,
            Components = [Components.Of("locks", "lock.redis", ("redisHost", (await bed.Redis()).Address))],
        });
        await using (sidecar)
        {
            using var http = new DaprHttp(new DaprEndpoint(sidecar.Http, null));
            await Hold(Locks(http), Locks(http));
        }
    }

    private static DaprLocks Locks(DaprHttp http) => new(new DaprLock(http, "locks"), NullLogger<DaprLocks>.Instance);

    private static async Task Hold(ILocks mine, ILocks theirs)
    {
        var held = await mine.TryTake("context-a", default);
        Assert.NotNull(held);
        Assert.Null(await theirs.TryTake("context-a", default));
        var another = await theirs.TryTake("context-b", default);
        Assert.NotNull(another);

        await held.DisposeAsync();
        await using var next = await theirs.TryTake("context-a", default);

        Assert.NotNull(next);
        await another.DisposeAsync();
    }
}
