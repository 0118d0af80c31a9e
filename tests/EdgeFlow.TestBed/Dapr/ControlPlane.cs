using System.Globalization;

namespace EdgeFlow.TestBed;

/// <summary>Dapr's own services of one bed.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    // Who calls with a name of this trust domain is a service of Dapr.
    private const string TrustDomain = "edgeflow.test";
    private readonly string _folder;
    private string[] _security = [];

    private ControlPlane(string folder) => _folder = folder;

    public ServerProcess Placement { get; private set; } = null!;

    public ServerProcess Scheduler { get; private set; } = null!;

    public ServerProcess? Sentry { get; private set; }

    public string PlacementAddress { get; private set; } = "";

    public string SchedulerAddress { get; private set; } = "";

    public IReadOnlyList<string> SidecarArguments { get; private set; } = [];

    public IReadOnlyDictionary<string, string> SidecarEnvironment { get; private set; } =
        new Dictionary<string, string>();

    public static async Task<ControlPlane> Start(string folder, bool mtls)
    {
        var plane = new ControlPlane(folder);
        try
        {
            if (mtls)
            {
                await plane.StartSentry();
            }

            await Task.WhenAll(plane.StartPlacement(), plane.StartScheduler());
            return plane;
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { Placement, Scheduler, Sentry })
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }

    private async Task StartPlacement()
    {
        var ports = FreePorts.Take(3);
        PlacementAddress = $"127.0.0.1:{ports[0]}";
        Placement = await Service(
            "placement",
            ports[1],
            [
                "--port", Text(ports[0]), "--listen-address", "127.0.0.1", "--healthz-port", Text(ports[1]),
                "--healthz-listen-address", "127.0.0.1",
                "--initial-cluster", $"dapr-placement-0=127.0.0.1:{ports[2]}", .. _security,
            ]);
    }

    private async Task StartScheduler()
    {
        var ports = FreePorts.Take(4);
        SchedulerAddress = $"127.0.0.1:{ports[0]}";
        Scheduler = await Service(
            "scheduler",
            ports[1],
            [
                "--port", Text(ports[0]), "--listen-address", "127.0.0.1", "--healthz-port", Text(ports[1]),
                "--healthz-listen-address", "127.0.0.1", "--etcd-data-dir", Path.Combine(_folder, "etcd"),
                "--etcd-client-port", Text(ports[2]),
                "--etcd-initial-cluster", $"dapr-scheduler-server-0=http://localhost:{ports[3]}",
                "--override-broadcast-host-port", SchedulerAddress, .. _security,
            ]);
    }

    // Sentry makes its own root certificate in its folder; everybody else gets that as the trust anchor.
    private async Task StartSentry()
    {
        var ports = FreePorts.Take(2);
        var credentials = Directory.CreateDirectory(Path.Combine(_folder, "credentials")).FullName;
        var configuration = Path.Combine(_folder, "sentry.yaml");
        await File.WriteAllTextAsync(configuration, ResourceTexts.SentryConfiguration);
        Sentry = await Service(
            "sentry",
            ports[1],
            [
                "--port", Text(ports[0]), "--listen-address", "127.0.0.1", "--healthz-port", Text(ports[1]),
                "--healthz-listen-address", "127.0.0.1", "--issuer-credentials", credentials,
                "--trust-domain", TrustDomain, "--config", configuration,
            ]);
        var anchors = Path.Combine(credentials, "ca.crt");
        var sentry = $"127.0.0.1:{ports[0]}";
        _security =
        [
            "--tls-enabled", "--sentry-address", sentry, "--trust-anchors-file", anchors, "--trust-domain", TrustDomain,
        ];
        SidecarArguments = ["--enable-mtls", "--sentry-address", sentry, "--control-plane-trust-domain", TrustDomain];
        SidecarEnvironment = new Dictionary<string, string>
        {
            ["DAPR_TRUST_ANCHORS"] = await File.ReadAllTextAsync(anchors), ["NAMESPACE"] = "default",
        };
    }

    private Task<ServerProcess> Service(string name, int health, IReadOnlyList<string> arguments) =>
        ServerProcess.Start(new ServerCommand(
            name,
            Path.Combine(Binaries.Dapr()!, name),
            ["--enable-metrics=false", "--log-level", "warn", .. arguments],
            _folder,
            cancel => Probe.Answers(new Uri($"http://127.0.0.1:{health}/healthz"), cancel)));

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
