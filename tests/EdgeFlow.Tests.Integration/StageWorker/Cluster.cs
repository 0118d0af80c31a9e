using System.Diagnostics;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.StageWorker;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeFlow.Tests.Integration.StageWorker;

/// <summary>
/// Nodes on real sockets in this process with a control peer, and a plan that says which task is on which node.
/// </summary>
public sealed class Cluster : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edgeflow-cluster-").FullName;
    private readonly Dictionary<string, NodeHost> nodes = [];
    private int counter;

    private Cluster(ControlPeer control) => Control = control;

    public ControlPeer Control { get; }

    public WorkerLimits Limits { get; init; } = new()
    {
        RunnersPerStage = 2,
        SettleAfter = TimeSpan.FromMilliseconds(200),
        DrainTimeout = TimeSpan.FromSeconds(5),
        Flow = new() { ProbeAfter = TimeSpan.FromMilliseconds(300), SendTimeout = TimeSpan.FromSeconds(3) },
    };

    public NodeHost this[string name] => nodes[name];

    public static async Task<Cluster> Start(params string[] names)
    {
        var cluster = new Cluster(await ControlPeer.Start());
        foreach (var name in names)
        {
            await cluster.Add(name);
        }

        return cluster;
    }

    public async Task<NodeHost> Add(string name, Func<StageWorkerOptions, StageWorkerOptions>? change = null)
    {
        var options = new StageWorkerOptions
        {
            Name = name,
            ControlPlane = Control.Address,
            ModelsFolder = folder,
            InputsFolder = folder,
            StateFolder = Path.Combine(folder, name),
            SharesProcess = true,
            Limits = Limits,
        };
        var node = new NodeHost(change?.Invoke(options) ?? options, TestStages.Catalog, NullLoggerFactory.Instance);
        nodes[name] = node;
        await node.StartAsync(default);
        return node;
    }

    /// <summary>Ends a node without a word, as kill -9 would.</summary>
    public async Task Kill(string name)
    {
        await nodes[name].DisposeAsync();
        nodes.Remove(name);
    }

    /// <summary>Hosts a plan: which node each task is on, and the relays that its flows pass.</summary>
    public async Task Host(
        string job, int epoch, IReadOnlyList<PlannedTask> tasks, params (string From, string To, string Via)[] relays)
    {
        Control.Epochs[job] = epoch;
        foreach (var (name, node) in nodes)
        {
            var hosted = tasks.Where(task => task.Node == name).Select(task => Directive(task, tasks, relays)).ToList();
            var passing = relays.Where(relay => relay.Via == name).Select(relay => new RelayedFlow(
                relay.From, relay.To, nodes[tasks.Single(task => task.Name == relay.To).Node].Address)).ToList();
            await (hosted.Count + passing.Count > 0
                ? (Task)node.Directives.Host(new HostDirective(job, epoch, hosted, passing), default)
                : node.Directives.Stop(new StopDirective(job, epoch - 1, false)));
        }
    }

    public async Task Until(Func<bool> condition, string what, int seconds = 30)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed.TotalSeconds > seconds)
            {
                var counters = Control.Beats.OrderBy(beat => beat.Key).SelectMany(beat => beat.Value.Stages)
                    .Select(stage => stage.ToString());
                throw new TimeoutException($"{what}; results {Control.Results.Count};\n{string.Join('\n', counters)}");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>A job name that no other test uses, so that the counts of runs are this test's own.</summary>
    public string NewName(string prefix) =>
        $"{prefix}-{Guid.NewGuid().ToString("N")[..8]}-{Interlocked.Increment(ref counter)}";

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes.Values)
        {
            await node.DisposeAsync();
        }

        await Control.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private HostedTask Directive(
        PlannedTask task, IReadOnlyList<PlannedTask> tasks, (string From, string To, string Via)[] relays) => new(
        task.Name, task.Kind, null, task.Parameters, task.Hash,
        [.. task.Needs.Select(need => new InputFlow(need, Address(tasks.Single(t => t.Name == need).Node)))],
        [.. tasks.Where(other => other.Needs.Contains(task.Name)).Select(other => new OutputFlow(
            other.Name,
            Address(relays.FirstOrDefault(r => r.From == task.Name && r.To == other.Name).Via ?? other.Node),
            task.BitsPerSecond))],
        task.Needs.Count == 0 ? task.Frames : null, task.Rate, 2, 5, task.TimeoutMs);

    /// <summary>A node that is dead still has an address in the plan; nobody answers there.</summary>
    private string Address(string node) =>
        nodes.TryGetValue(node, out var host) ? host.Address : "http://127.0.0.1:9";
}
