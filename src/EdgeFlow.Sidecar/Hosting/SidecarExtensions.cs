using EdgeFlow.Sidecar.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Sidecar.Hosting;

/// <summary>Puts the sidecar into a host that serves other things too.</summary>
public static class SidecarExtensions
{
    private const int StreamsPerConnection = 10_000;
    private const int ConnectionWindowBytes = 4 * 1024 * 1024;
    private const int StreamWindowBytes = 1024 * 1024;

    /// <summary>
    /// Adds the sidecar; it starts and stops with the host. When several processes share the database,
    /// <see cref="EmbeddedSidecarOptions.AdvertisedAddress"/> must be set.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">The limits and names.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddEdgeFlowSidecar(
        this IServiceCollection services, EmbeddedSidecarOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddEdgeFlowSidecarParts();
        services.AddHostedService<SidecarHostedService>();
        return services;
    }

    /// <summary>
    /// Maps <c>POST /TaskHubSidecarService/{method}</c>. Kestrel must have a listener with
    /// <see cref="HttpProtocols.Http2"/> only, because without TLS a port cannot tell HTTP/1.1 and HTTP/2 apart.
    /// </summary>
    /// <param name="app">The host's routes.</param>
    /// <returns>The route, for further conventions.</returns>
    public static IEndpointConventionBuilder MapEdgeFlowSidecar(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var endpoint = app.ServiceProvider.GetRequiredService<SidecarEndpoint>();
        return app.MapPost(
            "/TaskHubSidecarService/{method}",
            (HttpContext http) => endpoint.Serve(http, (string)http.Request.RouteValues["method"]!));
    }

    /// <summary>
    /// Kestrel's limits for workers: many calls on one connection, streams that stay open, and a ping that notices a
    /// worker whose machine is gone.
    /// </summary>
    /// <param name="kestrel">The server's options.</param>
    public static void ConfigureForSidecar(this KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        kestrel.Limits.Http2.InitialConnectionWindowSize = ConnectionWindowBytes;
        kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(5);
        kestrel.Limits.MinRequestBodyDataRate = null;
    }

    /// <summary>The parts without the hosted service, for a host that starts them itself.</summary>
    internal static void AddEdgeFlowSidecarParts(this IServiceCollection services)
    {
        services.AddSingleton(provider => new SidecarHost(
            provider.GetRequiredService<EmbeddedSidecarOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SidecarHost>>()));
        services.AddSingleton<PeerForwarder>();
        services.AddSingleton(provider => new SidecarEndpoint(
            provider.GetRequiredService<SidecarHost>(),
            provider.GetRequiredService<PeerForwarder>(),
            provider.GetRequiredService<EmbeddedSidecarOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SidecarEndpoint>>()));
    }
}
