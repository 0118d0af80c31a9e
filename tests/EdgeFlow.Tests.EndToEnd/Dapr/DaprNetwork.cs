using System.Diagnostics;
using System.Globalization;
using EdgeFlow.Cli.Hosting;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Metadata;
using EdgeFlow.EventStore.Hosting;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.EndToEnd.Chaos;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>
/// A control plane and three nodes as processes, each with a real Dapr sidecar of its own, on one PostgreSQL that holds
/// the events and the sidecars' workflows; where Kafka is, the control plane publishes its events there.
/// </summary>
internal sealed class DaprNetwork : IAsyncDisposable
{
    public const string Control = "edgeflow";
    private const string Observer = "edgeflow-observer";
    private const string KeepVariable = "EDGEFLOW_CHAOS_LOGS";
    private const int LeaseMs = 10_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly PassingFolder folder = new("edgeflow-dapr-chaos-");
    private readonly Dictionary<string, ChildProcess> processes = [];
    private readonly Dictionary<string, Daprd> sidecars = [];
    private readonly Uri address = new($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
    private PostgresServer? database;
    private DaprBed? bed;
    private KafkaBroker? broker;

    private DaprNetwork() => Plane = new Plane(address);

    public static IReadOnlyList<string> Nodes { get; } = ["source", "left", "right"];

    public Plane Plane { get; }

    public string Folder => folder.FullName;

    public DaprBed Bed => bed!;

    /// <summary>Where events are published; null where Kafka is not.</summary>
    public KafkaBroker? Broker => broker;

    /// <summary>Starts everything, and a sidecar for whoever listens to the published events.</summary>
    public static async Task<DaprNetwork> Start(Uri listener)
    {
        Directory.SetCurrentDirectory(Repository.Root);
        var network = new DaprNetwork();
        try
        {
            await network.StartAll(listener);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the control plane or a node with SIGKILL.</summary>
    public void Kill(string name)
    {
        processes[name].Kill();
        processes[name].WaitForExit();
    }

    /// <summary>Starts the control plane or a node; after a kill it is a new process on the same data.</summary>
    public void Launch(string name)
    {
        IEnumerable<string> arguments = name == Control
            ? [
                "serve", "--listen", address.ToString(), "--database", database!.ConnectionString,
                "--data", Path.Combine(Folder, "unused"), "--audit-folder", Path.Combine(Folder, "audit"),
                "--lease-ms", LeaseMs.ToString(CultureInfo.InvariantCulture),
                .. broker is null
                    ? Array.Empty<string>()
                    : ["--publish", $"{PublishedEvents.Component}/{PublishedEvents.Topic}"],
            ]
            : [
                "node", name, "--server", address.ToString(), "--cpu", "0.5", "--memory", "400MB",
                "--state", Path.Combine(Folder, "nodes", name),
                .. name == "source" ? new[] { "--label", "camera=true" } : [],
            ];
        processes[name] = ChildProcess.Start(
            name, Path.Combine(Folder, "logs", $"{name}.log"), [.. arguments, Lifetime.UntilInputCloses.Name],
            new Dictionary<string, string>
            {
                ["DAPR_GRPC_PORT"] = sidecars[name].Grpc.Port.ToString(CultureInfo.InvariantCulture),
                ["DAPR_HTTP_PORT"] = sidecars[name].Http.Port.ToString(CultureInfo.InvariantCulture),
            });
    }

    public Daprd Sidecar(string name) => sidecars[name];

    /// <summary>Whether the sidecar of the control plane or of a node gives out work; false also while it is
    /// down.</summary>
    public async Task<bool> Works(string name)
    {
        using var sidecar = new DaprHttp(new DaprEndpoint(sidecars[name].Http, null));
        try
        {
            return (await SidecarMetadata.Ask(sidecar, CancellationToken.None)).HostsWorkflows;
        }
        catch (DaprException)
        {
            return false;
        }
    }

    /// <summary>Ends the first process of PostgreSQL with SIGKILL; its keeper starts it again.</summary>
    public async Task KillDatabase()
    {
        var before = database!.Restarts;
        Process.GetProcessById(database.ProcessId!.Value).Kill();
        await Until("the database's restart", () => Task.FromResult(database.Restarts > before));
    }

    /// <summary>Waits for a condition; while processes are down, no answer only means "not yet".</summary>
    public async Task Until(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Poll);
        do
        {
            Assert.True(clock.Elapsed < Limit, $"{what} did not come about in {Limit.TotalSeconds} s:\n{Tails()}");
            await timer.WaitForNextTickAsync();
        }
        while (!await Plane.Holds(condition));
    }

    /// <summary>The last lines of everybody.</summary>
    public string Tails() => string.Join('\n', processes.Values
        .Select(process => $"--- {process.Name}\n{process.Tail()}")
        .Concat(sidecars.Values.Select(sidecar => $"--- daprd {sidecar.AppId}\n{LastLines(sidecar.Log())}")));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Nodes.Where(processes.ContainsKey).Select(name => processes[name].DisposeAsync().AsTask()));
        if (processes.TryGetValue(Control, out var control))
        {
            await control.DisposeAsync();
        }

        KeepLogs();
        await (bed?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (broker?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
        Plane.Client.Dispose();
        folder.Dispose();
    }

    // For whoever hunts a failure: the folders are gone once the test has ended.
    private void KeepLogs()
    {
        if (Environment.GetEnvironmentVariable(KeepVariable) is { Length: > 0 } target && bed is not null)
        {
            foreach (var log in new[] { Folder, bed.Folder }.SelectMany(from =>
                Directory.EnumerateFiles(from, "*.log", SearchOption.AllDirectories)))
            {
                Directory.CreateDirectory(target);
                var from = Path.GetFileName(Path.GetDirectoryName(log));
                File.Copy(log, Path.Combine(target, $"{from}-{Path.GetFileName(log)}"), overwrite: true);
            }
        }
    }

    private DaprdOptions Application(string name, int? port) => new()
    {
        AppId = name,
        AppPort = port,
        Components = broker is null ? [] : [Component("secretstore.yaml"), Component("pubsub.kafka.yaml")],
        Environment = broker is null
            ? new Dictionary<string, string>()
            : new Dictionary<string, string> { ["EDGEFLOW_KAFKA_BROKERS"] = broker.Address },
        LogLevel = Environment.GetEnvironmentVariable(KeepVariable) is { Length: > 0 } ? "info" : "warn",
    };

    private static string Component(string file) => File.ReadAllText(Repository.Path($"components/{file}"));

    private static string LastLines(string log) =>
        string.Join('\n', log.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(12));

    private async Task StartAll(Uri listener)
    {
        database = await PostgresServer.Start(new PostgresOptions { Folder = Path.Combine(Folder, "postgres") });
        var starting = KafkaBroker.Missing is null ? KafkaBroker.Start() : null;
        bed = await DaprBed.Start(new DaprBedOptions { StateConnection = database.ConnectionString });
        broker = starting is null ? null : await starting;
        var apps = Nodes.Select(name => Application(name, null));
        if (broker is not null)
        {
            apps = apps.Append(Application(Observer, listener.Port) with { ActorState = false });
        }

        // The first one makes the tables of the state store alone: daprd ends when another is at it at the same moment.
        sidecars[Control] = await bed.Sidecar(Application(Control, address.Port));
        foreach (var sidecar in await Task.WhenAll(apps.Select(bed.Sidecar)))
        {
            sidecars[sidecar.AppId] = sidecar;
        }

        Launch(Control);
        await Until("the control plane", async () =>
            await Plane.Client.Get<object>("/readyz", CancellationToken.None) is not null);
        foreach (var node in Nodes)
        {
            Launch(node);
        }

        await Until("the nodes", async () =>
            (await Plane.Client.Get<Page<NodeView>>("/v1/nodes", CancellationToken.None)).Items
            .Count(node => node.Status == "ready") == Nodes.Count);
    }
}
