using EdgeFlow.Dapr;
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
    public static IServiceCollection AddExchange(this IServiceCollection services, DaprEndpoint? sidecar)
    {
        if (sidecar is not null)
        {
            services.AddSingleton(_ => new DaprHttp(sidecar));
        }

        return services;
    }
}
