using EdgeFlow.Api.Hosting;
using EdgeFlow.Dapr;
using EdgeFlow.Exchange;
using EdgeFlow.TestBed;

namespace EdgeFlow.Tests.Integration.Exchange.Context;

/// <summary>Contexts in a state.postgresql v2 of a sidecar.</summary>
public sealed class DaprPostgresContextTests(BlocksBed bed) : ContextConformance
{
    protected override string? Missing => DaprBed.Missing;

    protected override async Task<ControlPlaneOptions> With(ControlPlaneOptions options)
    {
        var sidecar = await (await bed.Dapr()).Sidecar(new DaprdOptions
        {
            AppId = "edgeflow-pg", ActorState = false,
            Components =
            [
                Components.Of("contexts", "state.postgresql", ("connectionString", await Components.Database())),
            ],
        });
        return options with
        {
            Dapr = new DaprEndpoint(sidecar.Http, null), Blocks = new BuildingBlocks { ContextStore = "contexts" },
        };
    }
}

/// <summary>Contexts in a state.redis of a sidecar, with the locks of its lock.redis.</summary>
public sealed class DaprRedisContextTests(BlocksBed bed) : ContextConformance
{
    protected override string? Missing => DaprBed.Missing ?? RedisServer.Missing;

    protected override async Task<ControlPlaneOptions> With(ControlPlaneOptions options)
    {
        var redis = (await bed.Redis()).Address;
        var sidecar = await (await bed.Dapr()).Sidecar(new DaprdOptions
        {
            AppId = "edgeflow-redis", ActorState = false,
            Components =
            [
                Components.Of("contexts", "state.redis", ("redisHost", redis)),
                Components.Of("locks", "lock.redis", ("redisHost", redis)),
            ],
        });
        return options with
        {
            Dapr = new DaprEndpoint(sidecar.Http, null),
            Blocks = new BuildingBlocks { ContextStore = "contexts", LockStore = "locks" },
        };
    }
}
