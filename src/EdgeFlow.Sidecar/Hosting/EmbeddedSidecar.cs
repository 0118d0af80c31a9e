using System.Net;
using EdgeFlow.Durable;
using EdgeFlow.Sidecar.Grpc;
using EdgeFlow.Sidecar.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Sidecar.Hosting;

/// <summary>
/// The embedded sidecar with a listener of its own: Dapr's workflow service over HTTP/2 without TLS (h2c), which
/// needs a port that speaks nothing else. Thread-safe.
/// </summary>
public sealed class EmbeddedSidecar : IAsyncDisposable
{
    private static readonly TimeSpan AnswersLimit = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;
    private readonly SidecarHost _host;

    private EmbeddedSidecar(WebApplication app, SidecarHost host, Uri address)
    {
        _app = app;
        _host = host;
        Address = address;
    }

    /// <summary>
    /// Where it serves, with the port that was really bound: for <c>DAPR_GRPC_PORT</c> or an endpoint.
    /// </summary>
    public Uri Address { get; }

    /// <summary>True while this process owns the instances; otherwise it passes calls on to the owner.</summary>
    public bool IsOwner => _host.Term is not null;

    /// <summary>
    /// A way for a worker or client in this process to reach the instances without the network. It means the same as
    /// gRPC to <see cref="Address"/>; while a peer owns the instances it calls the peer.
    /// </summary>
    /// <param name="appId">The application that the worker or client speaks for; empty for the default one.</param>
    /// <returns>A transport for one worker or client, which disposes it.</returns>
    public IWorkflowTransport Local(string appId = "") => new LocalTransport(
        _host,
        _app.Services.GetRequiredService<EmbeddedSidecarOptions>(),
        appId,
        _app.Services.GetRequiredService<ILogger<LocalTransport>>());

    /// <summary>Binds the port, prepares the schema, loads unfinished instances and serves.</summary>
    /// <param name="options">The limits and names.</param>
    /// <param name="listen">The address to bind; port 0 takes a free one.</param>
    /// <param name="logging">Where log lines go; null: nowhere.</param>
    /// <param name="clock">The clock; null: the system's.</param>
    /// <param name="cancel">Gives the start up.</param>
    /// <returns>The running sidecar; dispose it to stop.</returns>
    /// <exception cref="Npgsql.NpgsqlException">PostgreSQL does not answer.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<EmbeddedSidecar> StartAsync(
        EmbeddedSidecarOptions options,
        IPEndPoint listen,
        ILoggerFactory? logging = null,
        TimeProvider? clock = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(listen);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (logging is not null)
        {
            builder.Services.AddSingleton(logging);
        }

        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddEdgeFlowSidecarParts();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureForSidecar();
            kestrel.Listen(listen, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.MapEdgeFlowSidecar();
        app.MapFallback(SidecarEndpoint.ServeUnknown);
        await app.StartAsync(cancel).ConfigureAwait(false);
        var address = new Uri(app.Urls.First());
        var host = app.Services.GetRequiredService<SidecarHost>();
        try
        {
            var advertised = options.AdvertisedAddress.Length > 0 ? options.AdvertisedAddress : address.ToString();
            await host.Start(advertised.TrimEnd('/'), cancel).ConfigureAwait(false);
            return new EmbeddedSidecar(app, host, address);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Commits what was accepted, gives the ownership back to a peer at once, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        // What was committed last is being answered; what is passed on to a peer may go on for ever, and is cut off.
        using var limit = new CancellationTokenSource(AnswersLimit);
        await _app.StopAsync(limit.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Stops without grace, as if the process were killed: nothing more is stored, the lease is not given back.
    /// </summary>
    public async Task AbortAsync()
    {
        await _host.Abort().ConfigureAwait(false);
        using var now = new CancellationTokenSource(0);
        await _app.StopAsync(now.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
