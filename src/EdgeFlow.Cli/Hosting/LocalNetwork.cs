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
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>A camera, an edge box, a fog server and a cloud machine, slow to fast.</summary>
    public static IReadOnlyList<LocalNode> Nodes { get; } =
    [
        new("camera", 0.25, "120MB", "street", "camera=true"),
        new("edge", 0.35, "600MB", "street"),
        new("fog", 0.55, "900MB", "city"),
        new("cloud", 0.7, "1500MB", "far"),
    ];

    /// <summary>Fast near, slow far.</summary>
    public static IReadOnlyList<LocalLink> Links { get; } =
    [
        new("camera", "edge", "100Mbps", 1), new("edge", "fog", "60Mbps", 3), new("camera", "fog", "40Mbps", 4),
        new("fog", "cloud", "40Mbps", 15),
    ];

    private readonly string folder;
    private readonly List<ChildProcess> children = [];
    private readonly Dictionary<string, ChildProcess> nodes = [];

    /// <summary>A network whose data and logs are in this folder.</summary>
    public LocalNetwork(string folder, int? port = null)
    {
        this.folder = Path.GetFullPath(folder);
        Server = new Uri($"http://127.0.0.1:{port ?? FreePort()}");
        Client = new EdgeFlowClient(Server, token: null);
    }

    /// <summary>Address of its control plane.</summary>
    public Uri Server { get; }

    /// <summary>A client of its control plane.</summary>
    public EdgeFlowClient Client { get; }

    /// <summary>Where its logs are.</summary>
    public string Logs => Path.Combine(folder, "logs");

    /// <summary>Starts the control plane, then the nodes at once, then declares the links.</summary>
    public async Task Start(Action<string> say, CancellationToken cancel)
    {
        say("starting PostgreSQL and the control plane …");
        var control = Launch("control", ["serve", "--listen", Server.ToString(), "--data", Path.Combine(folder, "data")]);
        await Until(control, () => Ready(cancel), "the control plane", cancel);
        say($"the control plane answers at {Server}");
        foreach (var node in Nodes)
        {
            nodes[node.Name] = Launch(node.Name, Arguments(node));
        }

        await Until(control, () => AllNodesReady(cancel), "the nodes", cancel);
        foreach (var link in Links)
        {
            var body = new LinkDeclaration(link.A, link.B, Bandwidth.Parse(link.Capacity), link.DelayMs);
            var path = $"/v1/links/{LinkCommand.NameOf(link.A, link.B)}";
            await Client.Send<LinkView>(HttpMethod.Put, path, body, cancel);
        }

        say($"{Nodes.Count} nodes are ready: " + string.Join(", ", Nodes.Select(node =>
            string.Create(CultureInfo.InvariantCulture, $"{node.Name} ({node.Cpu:0.##} of a core)"))));
    }

    /// <summary>Ends a node with SIGKILL.</summary>
    public void Kill(string node) => nodes[node].Kill();

    public async ValueTask DisposeAsync()
    {
        // Nodes first, so that they can say good-bye to a control plane that still listens.
        await Task.WhenAll(nodes.Values.Select(node => node.DisposeAsync().AsTask()));
        foreach (var child in children.Except(nodes.Values))
        {
            await child.DisposeAsync();
        }

        Client.Dispose();
    }

    private ChildProcess Launch(string name, IEnumerable<string> arguments)
    {
        var log = Path.Combine(Logs, $"{name}.log");
        var child = ChildProcess.Start(name, log, [.. arguments, Lifetime.UntilInputCloses.Name]);
        children.Add(child);
        return child;
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
        return Nodes.All(node => page.Items.Any(found => found.Node == node.Name && found.Status == "ready"));
    }

    private async Task Until(ChildProcess watched, Func<Task<bool>> condition, string what, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using var timer = new PeriodicTimer(Poll);
        while (!await condition())
        {
            var dead = children.FirstOrDefault(child => child.HasExited);
            if (dead is not null || limit.IsCancellationRequested)
            {
                var child = dead ?? watched;
                throw new UserErrorException(
                    $"{what} did not start; the last lines of {child.Log}:\n{child.Tail()}");
            }

            await timer.WaitForNextTickAsync(either.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
