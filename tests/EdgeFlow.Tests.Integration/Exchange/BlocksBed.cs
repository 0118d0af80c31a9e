using EdgeFlow.TestBed;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>Dapr for the tests of its building blocks, started once for all of them, when the first one asks.</summary>
public sealed class BlocksBed : IAsyncLifetime
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Dapr's building blocks";

    private readonly Lazy<Task<DaprBed>> bed = new(() => DaprBed.Start());
    private readonly Lazy<Task<RedisServer>> redis = new(RedisServer.Start);

    public Task<DaprBed> Dapr() => bed.Value;

    public Task<RedisServer> Redis() => redis.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (bed.IsValueCreated)
        {
            await (await bed.Value).DisposeAsync();
        }

        if (redis.IsValueCreated)
        {
            await (await redis.Value).DisposeAsync();
        }
    }
}

/// <summary>The tests that share one <see cref="BlocksBed"/>.</summary>
[CollectionDefinition(BlocksBed.Name)]
public sealed class BlocksCollection : ICollectionFixture<BlocksBed>;
