using EdgeFlow.Api.Access;
using EdgeFlow.Api.Dapr;
using EdgeFlow.Control;
using EdgeFlow.Control.Database;
using EdgeFlow.Control.Deciding;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Security;
using EdgeFlow.Durable;
using EdgeFlow.Exchange;
using EdgeFlow.Exchange.Database;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Exchange.Settings;
using EdgeFlow.Ledger;
using EdgeFlow.Ledger.Audit;
using EdgeFlow.Ledger.Audit.Sealing;
using EdgeFlow.Ledger.Database;
using EdgeFlow.Ledger.Reports;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Sidecar.Hosting;
using EdgeFlow.Workflows.Activities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Api.Hosting;

/// <summary>
/// A control plane: the database, the workflow sidecar, the workflows' worker, what decides, and the HTTP API. Any
/// number may share a database; one of them decides, all of them serve.
/// </summary>
public sealed class ControlPlane : IAsyncDisposable
{
    /// <summary>The application id of the control plane's workflow worker.</summary>
    public const string AppId = NodeAppId.ControlPlane;

    private readonly ControlDatabase database;
    private readonly EmbeddedSidecar? sidecar;
    private readonly WebApplication app;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task[] loops;
    private int stopped;

    private ControlPlane(ControlDatabase database, EmbeddedSidecar? sidecar, WebApplication app)
    {
        this.database = database;
        this.sidecar = sidecar;
        this.app = app;
        loops =
        [
            app.Services.GetRequiredService<WorkflowWorker>().Run(stopping.Token),
            app.Services.GetRequiredService<Decider>().Run(stopping.Token),
            app.Services.GetRequiredService<SnapshotFollower>().Run(stopping.Token),
            app.Services.GetRequiredService<UsageKeeper>().Run(stopping.Token),
            app.Services.GetRequiredService<SealLoop>().Run(stopping.Token),
            app.Services.GetService<Outbox>()?.Run(stopping.Token) ?? Task.CompletedTask,
            app.Services.GetService<SettingsFollower>()?.Run(stopping.Token) ?? Task.CompletedTask,
        ];
    }

    /// <summary>Where the HTTP API answers, with the port that was really bound.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Where the workflow sidecar is.</summary>
    public SidecarPlace Sidecar => app.Services.GetRequiredService<SidecarPlace>();

    /// <summary>The parts, for tests and tools in the same process.</summary>
    public IServiceProvider Parts => app.Services;

    /// <summary>Starts everything and waits until the HTTP API answers.</summary>
    /// <param name="options">What it needs, and its limits.</param>
    /// <param name="logging">Where log lines go; null: nowhere.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <param name="cancellationToken">Gives the start up; what was started is stopped.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="TokenFileException">The file of tokens cannot be used.</exception>
    /// <exception cref="EdgeFlow.Dapr.Metadata.ForeignSidecarException">The sidecar that is to run its workflows speaks
    /// for another application, or does not let it in.</exception>
    public static async Task<ControlPlane> StartAsync(
        ControlPlaneOptions options, ILoggerFactory? logging = null, TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var clock = time ?? TimeProvider.System;
        var log = logging ?? Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance;
        // First, since a file that cannot be used ends the start.
        var tokens = new TokenBook(options.ApiToken, options.TokensFile, clock, log.CreateLogger<TokenBook>());
        var database = await ControlDatabase.Open(
            new DatabaseOptions(options.Database, options.DataFolder), clock, log.CreateLogger<ControlDatabase>(),
            cancellationToken).ConfigureAwait(false);
        EmbeddedSidecar? sidecar = null;
        WebApplication? app = null;
        try
        {
            await LedgerSchema.Apply(database.Source, cancellationToken).ConfigureAwait(false);
            await ExchangeSchema.Apply(database.Source, cancellationToken).ConfigureAwait(false);
            (var place, sidecar) = await SidecarStart.Start(
                options, database.ConnectionString, log, clock, cancellationToken).ConfigureAwait(false);
            if (sidecar is null && Endpoint(options) is { } endpoint)
            {
                await SidecarOwner.Check(endpoint, log.CreateLogger<ControlPlane>(), cancellationToken)
                    .ConfigureAwait(false);
            }

            app = Build(options, tokens, database, place, sidecar, log, clock);
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new ControlPlane(database, sidecar, app);
        }
        catch
        {
            await Close(app, sidecar, database).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs until told to stop, then stops in order.</summary>
    public static async Task Run(
        ControlPlaneOptions options, ILoggerFactory? logging, Action<ControlPlane> started, CancellationToken stop)
    {
        await using var plane = await StartAsync(options, logging, null, stop).ConfigureAwait(false);
        started(plane);
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Stops: no more deciding, no more requests, then the worker, the sidecar and the database.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref stopped, 1) == 1)
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await app.StopAsync().ConfigureAwait(false);
        await Task.WhenAll(loops).ConfigureAwait(false);
        await Close(app, sidecar, database).ConfigureAwait(false);
        stopping.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private static WebApplication Build(
        ControlPlaneOptions options, TokenBook tokens, ControlDatabase database, SidecarPlace place,
        EmbeddedSidecar? sidecar, ILoggerFactory log, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Listen.ToString());
        builder.WebHost.Limit(options.Limits);
        builder.Services.AddSingleton(log).AddSingleton(time).AddSingleton(place);
        builder.Services.AddSingleton(options.Leases).AddSingleton(options.Planning).AddSingleton(
            options.Leader ?? new LeaderOptions { Holder = $"{Environment.MachineName}-{Guid.NewGuid():N}" });
        builder.Services.AddSingleton(
            options.Audit ?? new AuditOptions { Folder = Path.Combine(options.DataFolder, "audit") });
        builder.Services.AddControl(database).AddLedger()
            .AddExchange(options.Dapr ?? DaprEndpoint.FromEnvironment(), options.Exchange)
            .AddBlocks(options.Dapr ?? DaprEndpoint.FromEnvironment(), options.Blocks);
        builder.Services.AddHttpParts(options.Limits);
        builder.Services.AddSingleton(tokens).AddSingleton(
            new SidecarDoor(string.IsNullOrEmpty(options.AppToken) ? null : new AppToken(options.AppToken)));
        // A sidecar in this process is reached directly: that saves most of what a step costs.
        builder.Services.AddSingleton(_ => new WorkflowClient(new ClientOptions
        {
            Address = place.Address, AppId = AppId, ApiToken = options.SidecarToken, Json = ProtocolJson.Options,
            Transport = sidecar?.Local(AppId),
        }));
        builder.Services.AddSingleton(provider => new SidecarProbe(
            provider.GetRequiredService<WorkflowClient>(),
            sidecar is null ? Endpoint(options) : null));
        builder.Services.AddSingleton<JobActivities>();
        builder.Services.AddSingleton(provider => Worker(provider, place, options.SidecarToken, sidecar));
        var app = builder.Build();
        app.UseHttpParts(options);
        return app;
    }

    // The HTTP API of the sidecar that runs the workflows; a sidecar that was named by hand may be another's.
    private static DaprEndpoint? Endpoint(ControlPlaneOptions options) =>
        options.Sidecar is null ? options.Dapr ?? DaprEndpoint.FromEnvironment() : null;

    private static WorkflowWorker Worker(
        IServiceProvider provider, SidecarPlace place, string? token, EmbeddedSidecar? sidecar)
    {
        var worker = new WorkflowWorker(
            new WorkerOptions
            {
                Address = place.Address, AppId = AppId, ApiToken = token, Json = ProtocolJson.Options,
                Transport = sidecar?.Local(AppId),
            },
            provider.GetRequiredService<ILogger<WorkflowWorker>>());
        provider.GetRequiredService<JobActivities>().Register(worker);
        return worker;
    }

    private static async Task Close(WebApplication? app, EmbeddedSidecar? sidecar, ControlDatabase database)
    {
        if (app is not null)
        {
            await app.DisposeAsync().ConfigureAwait(false);
        }

        if (sidecar is not null)
        {
            await sidecar.DisposeAsync().ConfigureAwait(false);
        }

        await database.DisposeAsync().ConfigureAwait(false);
    }
}
