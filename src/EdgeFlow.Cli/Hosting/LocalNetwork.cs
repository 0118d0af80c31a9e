using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Network;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Cli.Hosting;

/// <summary>
/// A control plane with its PostgreSQL and a few nodes of different speed, each a process of its own on this machine,
/// that
/// end with this process. Their logs and data are in one folder.
/// </summary>
internal sealed class LocalNetwork : IAsyncDisposable
{
    /// <summary>The name of the control plane's process.</summary>
    public const string Control = "control";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly string folder;
    private readonly NetworkShape shape;
    private readonly Dictionary<string, ChildProcess> processes = [];

    /// <summary>A network of this shape whose data and logs are in this folder.</summary>
    public LocalNetwork(string folder, NetworkShape shape, int? port = null, string? data = null)
    {
        this.folder = Path.GetFullPath(folder);
        Data = data ?? Path.Combine(this.folder, "data");
        this.shape = shape;
        Server = new Uri($"http://127.0.0.1:{port ?? FreePort()}");
        Client = new EdgeFlowClient(Server, token: null);
    }

    /// <summary>Address of its control plane.</summary>
    public Uri Server { get; }

    /// <summary>A client of its control plane.</summary>
    public EdgeFlowClient Client { get; }

    /// <summary>Where its logs are.</summary>
    public string Logs => Path.Combine(folder, "logs");

    /// <summary>Where the control plane keeps its data.</summary>
    public string Data { get; }

    /// <summary>Starts the control plane, then the nodes at once, then declares the links.</summary>
    public async Task Start(Action<string> say, CancellationToken cancel)
    {
        say("starting PostgreSQL and the control plane …");
        Launch(Control);
        await Until(() => Ready(cancel), "the control plane", cancel);
        say($"the control plane answers at {Server}");
        foreach (var node in shape.Nodes)
        {
            Launch(node.Name);
        }

        await Until(() => AllNodesReady(cancel), "the nodes", cancel);
        foreach (var link in shape.Links)
        {
            var body = new LinkDeclaration(link.A, link.B, Quantity.Bandwidth(link.Capacity), link.DelayMs);
            var path = $"/v1/links/{LinkCommand.NameOf(link.A, link.B)}";
            await Client.Send<LinkView>(HttpMethod.Put, path, body, cancel);
        }

        say($"{shape.Nodes.Count} nodes are ready: " + string.Join(", ", shape.Nodes.Select(node =>
            string.Create(CultureInfo.InvariantCulture, $"{node.Name} ({node.Cpu:0.##} of a core)"))));
    }

    /// <summary>
    /// Starts the control plane or a node; after <see cref="Kill"/> it is a new process on the same data.
    /// </summary>
    public void Launch(string name)
    {
        var arguments = name == Control
            ? ["serve", "--listen", Server.ToString(), "--data", Data]
            : Arguments(shape.Nodes.Single(node => node.Name == name));
        var log = Path.Combine(Logs, $"{name}.log");
        processes[name] = ChildProcess.Start(name, log, [.. arguments, Lifetime.UntilInputCloses.Name]);
    }

    /// <summary>Ends the control plane or a node with SIGKILL.</summary>
    public void Kill(string name) => processes[name].Kill();

    /// <summary>The process of the control plane or of a node.</summary>
    public ChildProcess this[string name] => processes[name];

    public async ValueTask DisposeAsync()
    {
        // Nodes first, so that they can say good-bye to a control plane that still listens.
        var nodes = processes.Where(pair => pair.Key != Control).Select(pair => pair.Value);
        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        if (processes.TryGetValue(Control, out var control))
        {
            await control.DisposeAsync();
        }

        Client.Dispose();
    }

    private IEnumerable<string> Arguments(LocalNode node) =>
    [
        "node", node.Name, "--server", Server.ToString(), "--cpu", node.Cpu.ToString(CultureInfo.InvariantCulture),
        "--memory", node.Memory, "--zone", node.Zone, "--state", Path.Combine(folder, "nodes", node.Name),
        .. node.Labels.SelectMany(label => new[] { "--label", label }),
    ];

    private async Task<bool> Ready(CancellationToken cancel)
    {
        try
        {
            await Client.Get<object>("/readyz", cancel);
            return true;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or RefusedException)
        {
            return false;
        }
    }

    private async Task<bool> AllNodesReady(CancellationToken cancel)
    {
        var page = await Client.Get<Page<NodeView>>("/v1/nodes", cancel);
        return shape.Nodes.All(node => page.Items.Any(found => found.Node == node.Name && found.Status == "ready"));
    }

    private async Task Until(Func<Task<bool>> condition, string what, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        using var timer = new PeriodicTimer(Poll);
        while (!await condition())
        {
            var dead = processes.Values.FirstOrDefault(process => process.HasExited);
            if (dead is not null || limit.IsCancellationRequested)
            {
                var process = dead ?? processes[Control];
                throw new UserErrorException(
                    $"{what} did not start; the last lines of {process.Log}:\n{process.Tail()}");
            }

            await timer.WaitForNextTickAsync(cancel);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
