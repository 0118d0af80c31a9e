using EdgeFlow.Channels.Artifacts;
using EdgeFlow.Channels.Direct;
using EdgeFlow.Dapr.Metadata;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.StageWorker.Batch;
using EdgeFlow.StageWorker.Directives;
using EdgeFlow.StageWorker.Hosting;
using EdgeFlow.StageWorker.Limits;
using EdgeFlow.StageWorker.Profiling;
using EdgeFlow.StageWorker.Registration;
using EdgeFlow.StageWorker.Sidecars;
using EdgeFlow.StageWorker.Stages;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker;

/// <summary>
/// One node: listens for frames, registers, beats, obeys directives. Start it once and stop it once; several may live
/// in one process.
/// </summary>
public sealed class NodeHost : IAsyncDisposable, INodeDuties
{
    /// <summary>
    /// Stages compute on pool threads; with fewer of them, computing would hold up sockets and timers.
    /// </summary>
    private const int MinThreads = 32;

    private readonly StageWorkerOptions options;
    private readonly StageCatalog catalog;
    private readonly TimeProvider time;
    private readonly ILoggerFactory loggers;
    private readonly ILogger logger;
    private readonly HttpMessageInvoker http;
    private readonly FlowTable table = new();
    private readonly CancellationTokenSource stop = new();
    private readonly NodeServer server;
    private readonly ArtifactStore artifacts;
    private ICpuLimit? cpu;
    private StageHost? stages;
    private BatchHost? batch;
    private ControlClient? control;
    private NodeRegistrar? registrar;
    private DirectiveWorker? worker;
    private NodeDirectives? directives;
    private Task beating = Task.CompletedTask;
    private int isDisposed;

    /// <summary>Makes a node; nothing runs before <see cref="StartAsync"/>.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="catalog">The kinds of stage that it knows.</param>
    /// <param name="loggers">Its log.</param>
    /// <param name="time">Its clock; null for the system's.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message says which.</exception>
    public NodeHost(
        StageWorkerOptions options, StageCatalog catalog, ILoggerFactory loggers, TimeProvider? time = null)
    {
        if (options.Wrong() is { } wrong)
        {
            throw new ArgumentException(wrong, nameof(options));
        }

        (this.options, this.catalog, this.loggers) = (options, catalog, loggers);
        this.time = time ?? TimeProvider.System;
        logger = loggers.CreateLogger("EdgeFlow.Node." + options.Name);
        Identity = new NodeIdentity(options.Name, Guid.NewGuid().ToString(), "");
        http = DirectHttp.Client(options.ApiToken);
        artifacts = new ArtifactStore(
            Path.Combine(options.StateFolder, "artifacts"), Path.Combine(options.StateFolder, "temp"),
            options.Limits);
        var receiver = new FlowReceiver(table, http, options.Limits.Flow, logger);
        server = new NodeServer(options, receiver, artifacts.Find, () => registrar?.Heard ?? false, loggers);
    }

    /// <summary>Who this node is; its kind is known once it has started.</summary>
    public NodeIdentity Identity { get; private set; }

    /// <summary>Base address of its endpoint; empty before it has started.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What the control plane can ask of it, for callers in this process.</summary>
    /// <exception cref="InvalidOperationException">It has not started.</exception>
    public NodeDirectives Directives => directives ?? throw new InvalidOperationException("The node has not started.");

    /// <summary>
    /// Listens, measures, limits, registers and connects; ends when the node is ready for directives.
    /// </summary>
    /// <exception cref="NodeNameTakenException">Another live process has its name.</exception>
    /// <exception cref="ForeignSidecarException">Its sidecar speaks for another application, or refuses
    /// it.</exception>
    /// <exception cref="IOException">The port is taken, or the state folder cannot be written.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, MinThreads), ports);
        Address = await server.Start(cancel).ConfigureAwait(false);
        var facts = MachineFacts.Measure(options.CpuLimit, options.MemoryBytes, time);
        cpu = CpuLimits.Apply(options, time, logger);
        Identity = Identity with { Kind = facts.Kind };
        var profiles = new ProfileBook(facts.Kind);
        control = new ControlClient(
            http, ControlAddress.Of(options.ControlPlane, options.OwnSidecar), options.Limits, logger);
        Compose(facts, profiles, control, cpu);
        registrar = new NodeRegistrar(
            control, Registration(facts), this, profiles, options.Limits, time, logger);
        if (options.OwnSidecar is { } own)
        {
            await SidecarIdentity.Check(own, options.Name, options.Limits, time, logger, cancel).ConfigureAwait(false);
        }

        var lease = await registrar.Register(cancel).ConfigureAwait(false);
        worker = new DirectiveWorker(
            Directives, NodeAppId.Of(options.Name), options.DirectiveToken, options.Limits.DrainTimeout, logger);
        await worker.Connect(SidecarOf(lease)).ConfigureAwait(false);
        beating = Task.Run(() => Beat(lease), CancellationToken.None);
    }

    /// <summary>Starts, works until cancelled, then drains and stops.</summary>
    /// <param name="cancel">Ends the work.</param>
    /// <param name="hurry">Ends the draining too.</param>
    public async Task Run(CancellationToken cancel, CancellationToken hurry = default)
    {
        await StartAsync(cancel).ConfigureAwait(false);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancel.Register(ended.SetResult).ConfigureAwait(false);
        await Task.WhenAny(ended.Task, beating).ConfigureAwait(false);
        await StopAsync(hurry).ConfigureAwait(false);
    }

    /// <summary>
    /// Drains (says so, finishes and hands over what it can within the limit), says good-bye and stops.
    /// </summary>
    /// <param name="hurry">Ends the draining at once.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        if (registrar is not null && stages is not null && !stop.IsCancellationRequested)
        {
            registrar.Draining = true;
            stages.Drain();
            await Drained(stages, hurry).ConfigureAwait(false);
            await StopBeating().ConfigureAwait(false);
            using var limit = new CancellationTokenSource(options.Limits.ControlTimeout, time);
            var heard = await control!.Leave(Identity, limit.Token).ConfigureAwait(false);
            logger.LogInformation("Node {Node} has left (good-bye heard: {Heard})", options.Name, heard);
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops at once, without draining and without a word, as a crash would.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
        {
            return;
        }

        await StopBeating().ConfigureAwait(false);
        await server.DisposeAsync().ConfigureAwait(false);
        foreach (var part in new IAsyncDisposable?[] { batch, stages, worker })
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask).ConfigureAwait(false);
        }

        cpu?.Dispose();
        http.Dispose();
    }

    /// <inheritdoc/>
    IReadOnlyList<StageCounters> INodeDuties.Counters() => [.. stages!.Counters(), .. batch!.Lost];

    /// <inheritdoc/>
    Task INodeDuties.DropStale(IReadOnlyList<StaleStage> stale) => stages!.DropStale(stale);

    /// <inheritdoc/>
    Task INodeDuties.DropAll()
    {
        batch!.StopAll();
        return stages!.DropAll();
    }

    /// <inheritdoc/>
    Task INodeDuties.LeaseChanged(NodeLease lease) => worker!.Connect(SidecarOf(lease));

    // Directives come through the node's own sidecar where it has one: on Dapr, that is how they find it.
    private string SidecarOf(NodeLease lease) =>
        options.Sidecar ?? options.OwnSidecar?.Grpc?.ToString() ?? lease.SidecarAddress;

    private void Compose(MachineFacts facts, ProfileBook profiles, ControlClient control, ICpuLimit cpu)
    {
        var limits = options.Limits;
        var transport = new NodeTransport(
            Address, new LocalFlowTransport(table), new HttpFlowTransport(http, limits.Flow));
        var runners = limits.RunnersPerStage > 0 ? limits.RunnersPerStage : facts.Runners;
        var maker = new StageMaker(
            catalog, new StageFolders(options.ModelsFolder, options.InputsFolder), options.Secrets, control, time);
        var context = new StageContext(
            Identity, maker, control, transport, limits, runners, cpu, profiles, time, logger);
        var fence = new EpochFence(limits.RememberedJobs);
        stages = new StageHost(context, table, fence);
        var journal = new TaskJournal(
            Path.Combine(options.StateFolder, "journal"), Path.Combine(options.StateFolder, "temp"), logger);
        batch = new BatchHost(context, artifacts, journal,
            new BatchInputs(artifacts, new ArtifactClient(http, time), time, logger), fence);
        directives = new NodeDirectives(stages, batch);
    }

    private NodeRegistration Registration(MachineFacts facts) => new(
        options.Name, Identity.Incarnation, Address, facts.SpeedGmacPerSecond, facts.MemoryBytes, facts.Kind,
        options.Zone, options.Labels, options.Taints, options.Accelerators, options.PricePerHour, options.IdleWatts,
        options.BusyWatts);

    private async Task Beat(NodeLease lease)
    {
        try
        {
            await registrar!.Run(lease, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogTrace("Node {Node} beats no more", options.Name);
        }
    }

    private async Task StopBeating()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await beating.ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until the control plane knows and no frame and no batch task is under way here, or the limit has passed.
    /// </summary>
    private async Task Drained(StageHost hosted, CancellationToken hurry)
    {
        var poll = TimeSpan.FromMilliseconds(20);
        var startedAt = time.GetTimestamp();
        logger.LogInformation("Node {Node} drains: {Frames} frames under way", options.Name, hosted.InFlight);
        while (hosted.InFlight > 0 || batch!.IsBusy || !registrar!.DrainingHeard)
        {
            if (hurry.IsCancellationRequested || time.GetElapsedTime(startedAt) > options.Limits.DrainTimeout)
            {
                logger.LogWarning("Node {Node} stops with {Frames} frames under way; those before it still have them",
                    options.Name, hosted.InFlight);
                return;
            }

            await Task.Delay(poll, time, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
