using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Settings;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Configuration;
using EdgeFlow.Dapr.Lock;
using EdgeFlow.Dapr.State;
using EdgeFlow.Exchange.Bindings;
using EdgeFlow.Exchange.Context;
using EdgeFlow.Exchange.Locks;
using EdgeFlow.Exchange.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Exchange;

/// <summary>The parts that use building blocks, or do without them: contexts, locks, live settings, bindings.</summary>
public static class BlockParts
{
    /// <summary>Adds them.</summary>
    /// <param name="services">The host's services, with those of the control room.</param>
    /// <param name="sidecar">The Dapr sidecar of this process; null where there is none.</param>
    /// <param name="blocks">Which components are used.</param>
    /// <exception cref="ArgumentException">A component is named, and there is no sidecar.</exception>
    public static IServiceCollection AddBlocks(
        this IServiceCollection services, DaprEndpoint? sidecar, BuildingBlocks blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        if (sidecar is null && blocks.First is { } component)
        {
            throw new ArgumentException(
                $"The component '{component}' is reached through a Dapr sidecar, and none is named: set "
                + "DAPR_HTTP_PORT, or start this process with 'dapr run'.");
        }

        if (sidecar is not null)
        {
            services.TryAddSingleton(_ => new DaprHttp(sidecar));
        }

        if (blocks.ContextStore is { } context)
        {
            services.AddSingleton<IContextStore>(made => Context(made, context));
        }
        else
        {
            services.AddSingleton<IContextStore, PostgresContext>();
        }

        if (blocks.LockStore is { } locks)
        {
            services.AddSingleton<ILocks>(made => new DaprLocks(
                new DaprLock(Http(made), locks), made.GetRequiredService<ILogger<DaprLocks>>()));
        }
        else
        {
            services.AddSingleton<ILocks, PostgresLocks>();
        }

        if (blocks.ConfigurationStore is { } settings)
        {
            services.AddSingleton(made => new SettingsFollower(
                new DaprConfiguration(Http(made), settings), made.GetRequiredService<SettingsDesk>(),
                made.GetRequiredService<SettingsBoard>(), made.GetRequiredService<LeaderOptions>(),
                made.GetRequiredService<TimeProvider>(), made.GetRequiredService<ILogger<SettingsFollower>>()));
        }

        return services.AddSingleton<ContextDesk>().AddSingleton(blocks.Bindings).AddSingleton<BindingDesk>();
    }

    private static DaprContext Context(IServiceProvider made, string component)
    {
        var state = new DaprState(Http(made), component);
        return new DaprContext(
            state, new TransactionProbe(Http(made), state), made.GetRequiredService<ILogger<DaprContext>>());
    }

    private static DaprHttp Http(IServiceProvider made) => made.GetRequiredService<DaprHttp>();
}
