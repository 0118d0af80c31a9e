using EdgeFlow.Control.Leadership;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.PubSub;
using EdgeFlow.EventStore;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Exchange.Submissions;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeFlow.Exchange;

/// <summary>All parts of the exchange with other systems, each made once. They need the parts of the control room
/// beside them.</summary>
public static class ExchangeParts
{
    /// <summary>Adds them.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="sidecar">The Dapr sidecar of this process; null where there is none: then nothing is
    /// exchanged.</param>
    /// <param name="options">What is exchanged; null for nothing.</param>
    /// <exception cref="ArgumentException">Something is to be exchanged, and there is no sidecar.</exception>
    public static IServiceCollection AddExchange(
        this IServiceCollection services, DaprEndpoint? sidecar, ExchangeOptions? options = null)
    {
        options ??= new ExchangeOptions();
        if (sidecar is null && (options.Publish ?? options.Submissions) is { } target)
        {
            throw new ArgumentException(
                $"{target} is reached through a Dapr sidecar, and none is named: set DAPR_HTTP_PORT, or start this "
                + "process with 'dapr run'.");
        }

        if (options is { Submissions: not null, Publish: null })
        {
            throw new ArgumentException("Submissions are answered by events: say where events are published, too.");
        }

        if (sidecar is not null)
        {
            services.AddSingleton(_ => new DaprHttp(sidecar)).AddSingleton<DaprPubSub>();
            services.AddSingleton<Outbox>().AddSingleton<SubmissionDesk>();
        }

        services.AddSingleton(options).AddSingleton<SetAsideStore>().AddSingleton<OutboxMeter>();
        services.AddSingleton<MessageCounts>();
        services.AddSingleton(provider => new OutboxDesk(
            provider.GetRequiredService<PostgresEventStore>(), provider.GetRequiredService<SetAsideStore>(),
            provider.GetRequiredService<MessageCounts>(), provider.GetRequiredService<OutboxMeter>(), options,
            provider.GetRequiredService<Leader>(), provider.GetService<DaprPubSub>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
