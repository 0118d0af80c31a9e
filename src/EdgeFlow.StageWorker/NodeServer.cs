using System.Net;
using EdgeFlow.Channels.Artifacts;
using EdgeFlow.Channels.Direct;
using EdgeFlow.Channels.Frames;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker;

/// <summary>
/// The node's HTTP/1.1 endpoint: frames, acknowledgements, artifacts, <c>/healthz</c> and <c>/readyz</c>. Asks for the
/// token, when there is one, of everybody but health checks.
/// </summary>
internal sealed class NodeServer : IAsyncDisposable
{
    private const int MaxHeaderBytes = 16 * 1024;
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication app;
    private readonly StageWorkerOptions options;

    public NodeServer(
        StageWorkerOptions options, FlowReceiver receiver, Func<string, string?> artifact, Func<bool> ready,
        ILoggerFactory loggers)
    {
        this.options = options;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        app = builder.Build();
        var door = new NodeDoor(options.ApiToken, options.AppToken);
        app.Use(next => context => IsHealth(context) || door.Admits(context.Request.Headers)
            ? next(context)
            : Refuse(context));

        app.UseRouting();
        receiver.Map(app);
        ArtifactEndpoint.Map(app, artifact);
        app.MapGet("/healthz", (RequestDelegate)(context => context.Response.WriteAsync("ok")));
        app.MapGet("/readyz", (RequestDelegate)(context => Ready(context, ready())));
    }

    /// <summary>Listens; gives the base address under which other nodes reach this one.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task<string> Start(CancellationToken cancel)
    {
        await app.StartAsync(cancel).ConfigureAwait(false);
        return (options.AdvertisedAddress ?? app.Urls.First()).TrimEnd('/');
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync().ConfigureAwait(false);

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = FrameLimits.MaxFrameBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
        kestrel.Listen(IPEndPoint.Parse(options.Listen), listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static bool IsHealth(HttpContext context) =>
        context.Request.Path == "/healthz" || context.Request.Path == "/readyz";

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private static Task Ready(HttpContext context, bool ready)
    {
        context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(ready ? "ready" : "not ready");
    }
}
