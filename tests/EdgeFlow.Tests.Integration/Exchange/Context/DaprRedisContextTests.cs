using EdgeFlow.TestBed;

namespace EdgeFlow.Tests.Integration.Exchange.Context;

/// <summary>Contexts in a state.redis of a sidecar, which says that it takes transactions and keeps parts of them, with
/// the locks of its lock.redis.</summary>
public sealed class DaprRedisContextTests(BlocksBed bed) : DaprContextTests
{
    private const string Locks = "locks";

    protected override bool TakesBack => false;

    protected override string? LockStore => Locks;

    protected override string? Missing => base.Missing ?? RedisServer.Missing;

    protected override async Task<Daprd> Sidecar(string store)
    {
        var redis = (await bed.Redis()).Address;
        return await (await bed.Dapr()).Sidecar(new DaprdOptions
        {
            AppId = "edgeflow-redis", ActorState = false,
            Components =
            [
                Components.Of(store, "state.redis", ("redisHost", redis)),
                Components.Of(Locks, "lock.redis", ("redisHost", redis)),
            ],
        });
    }
}
