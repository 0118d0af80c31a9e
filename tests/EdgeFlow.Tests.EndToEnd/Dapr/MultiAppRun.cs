using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using EdgeFlow.EventStore.Hosting;
using EdgeFlow.TestBed;

namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>
/// What a user does: placement and scheduler at their usual ports, a PostgreSQL, and <c>dapr run -f dapr</c> with the
/// project's file as it is. The ports are those of the file.
/// </summary>
internal sealed class MultiAppRun : IAsyncDisposable
{
    private const int Placement = 50005;
    private const int Scheduler = 50006;
    private static readonly int[] Ports = [Placement, Scheduler, 3500, 7700, 7711, 7712, 7713];
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(60);

    // The kernel keeps the port of a connection that ended for a minute.
    private static readonly TimeSpan Lent = TimeSpan.FromMinutes(3);

    private readonly PassingHome home = new();
    private readonly List<ServerProcess> services = [];
    private PostgresServer? database;
    private ServerProcess? run;

    /// <summary>What keeps it from running here, in one line; null when nothing does.</summary>
    public static string? Missing =>
        DaprBed.Missing is { } missing ? missing
        : !File.Exists(Cli) ? "no Dapr CLI here: the program dapr is not beside daprd"
        : Taken() is { } port ? $"port {port} of dapr/dapr.yaml is taken on this machine"
        : null;

    /// <summary>Where the file says that the control plane is.</summary>
    public static Uri Address { get; } = new("http://127.0.0.1:7700");

    private static string Cli => Path.Combine(Binaries.Dapr()!, "dapr");

    public static async Task<MultiAppRun> Start()
    {
        var network = new MultiAppRun();
        try
        {
            await network.StartAll();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the CLI and the applications printed.</summary>
    public string Log() => run?.Log() ?? "";

    public async ValueTask DisposeAsync()
    {
        if (run is { Running: true })
        {
            await Interrupt(run.Id);
        }

        foreach (var server in services)
        {
            await server.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        home.Dispose();
    }

    private async Task StartAll()
    {
        database = await PostgresServer.Start(new PostgresOptions
        {
            Folder = Path.Combine(home.Path, "pg"), LoopbackPort = 0,
        });
        await PortsGivenBack();
        services.Add(await Service("placement", Placement));
        services.Add(await Service(
            "scheduler", Scheduler,
            [
                "--etcd-data-dir", Path.Combine(home.Path, "etcd"),
                "--override-broadcast-host-port", $"127.0.0.1:{Scheduler}", .. Etcd(),
            ]));
        // Names are found in a file of .edgeflow, which setup makes.
        Directory.CreateDirectory(Repository.Path(".edgeflow"));
        // The shell goes where a user stands, and becomes the CLI.
        run = await ServerProcess.Start(new ServerCommand(
            "run", "/bin/sh",
            ["-c", "cd \"$0\" && exec \"$@\"", Repository.Root, Cli, "run", "-f", "dapr"], home.Path,
            cancel => Answers(new Uri(Address, "/readyz"), cancel))
        {
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = home.Path,
                ["EDGEFLOW_DATABASE"] = database.LoopbackConnectionString!,
                ["EDGEFLOW_STATE_DATABASE"] = DaprBed.Libpq(database.LoopbackConnectionString!),
            },
        });
        services.Add(run);
    }

    private Task<ServerProcess> Service(string name, int port, params string[] arguments)
    {
        var health = FreePorts.Take(1)[0];
        string[] all =
        [
            "--port", Text(port), "--listen-address", "127.0.0.1", "--healthz-port", Text(health),
            "--enable-metrics=false", "--log-level", "warn", .. arguments,
        ];
        return ServerProcess.Start(new ServerCommand(
            name, Path.Combine(Binaries.Dapr()!, name), all, home.Path,
            cancel => Answers(new Uri($"http://127.0.0.1:{health}/healthz"), cancel)));
    }

    private static IEnumerable<string> Etcd()
    {
        var ports = FreePorts.Take(2);
        return
        [
            "--etcd-client-port", Text(ports[0]),
            "--etcd-initial-cluster", $"dapr-scheduler-server-0=http://localhost:{ports[1]}",
        ];
    }

    // Ctrl-C: the CLI ends its sidecars and applications. Its process group is its own.
    private static async Task Interrupt(int process)
    {
        await Signal("INT", process);
        using var patience = new CancellationTokenSource(Farewell);
        try
        {
            using var cli = Process.GetProcessById(process);
            await cli.WaitForExitAsync(patience.Token);
        }
        catch (Exception gone) when (gone is ArgumentException or OperationCanceledException)
        {
            // It ended already, or does not end: then the group goes.
        }

        await Signal("KILL", -process);
    }

    private static async Task Signal(string name, int process)
    {
        var start = new ProcessStartInfo("/bin/kill", [$"-{name}", "--", Text(process)])
        {
            RedirectStandardError = true,
        };
        using var kill = Process.Start(start)!;
        await kill.WaitForExitAsync();
    }

    private static async Task<bool> Answers(Uri address, CancellationToken cancel)
    {
        using var http = new HttpClient();
        try
        {
            using var answer = await http.GetAsync(address, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int? Taken() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
        .Select(listener => (int?)listener.Port).FirstOrDefault(port => Ports.Contains(port!.Value));

    // Placement's and scheduler's are among those that the kernel lends to connections of anybody.
    private static async Task PortsGivenBack()
    {
        for (var clock = Stopwatch.StartNew(); IsLent() && clock.Elapsed < Lent;)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        static bool IsLent() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
            .Any(connection => Ports.Contains(connection.LocalEndPoint.Port));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
