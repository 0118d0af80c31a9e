using System.Globalization;

namespace EdgeFlow.TestBed;

/// <summary>
/// Dapr on this machine: placement and scheduler (and sentry) on free ports of the loopback, and any number of
/// sidecars that find each other. All of it ends with this object. Starting sidecars is thread safe.
/// </summary>
public sealed class DaprBed : IAsyncDisposable
{
    private readonly DaprBedOptions _options;
    private readonly List<Daprd> _sidecars = [];
    private readonly Lock _gate = new();
    private ControlPlane? _plane;

    private DaprBed(DaprBedOptions options)
    {
        _options = options;
        Folder = ProcessGuard.Folder("edgeflow-dapr-");
    }

    /// <summary>What keeps a bed from starting here, in one line; null when nothing does.</summary>
    public static string? Missing => Binaries.Dapr() is null
        ? "no Dapr here: neither ../shared/bin/unpack nor ~/.dapr/bin nor the PATH has daprd"
        : null;

    /// <summary>Where all its files are.</summary>
    public string Folder { get; }

    /// <summary>The placement service.</summary>
    public ServerProcess Placement => _plane!.Placement;

    /// <summary>The scheduler service.</summary>
    public ServerProcess Scheduler => _plane!.Scheduler;

    /// <summary>The certificate authority; only with mTLS.</summary>
    /// <exception cref="InvalidOperationException">The bed was started without mTLS.</exception>
    public ServerProcess Sentry =>
        _plane!.Sentry ?? throw new InvalidOperationException("this bed was started without mTLS");

    /// <summary>Placement's host and port.</summary>
    public string PlacementAddress => _plane!.PlacementAddress;

    /// <summary>The scheduler's host and port.</summary>
    public string SchedulerAddress => _plane!.SchedulerAddress;

    /// <summary>Starts the services and waits until they answer.</summary>
    /// <exception cref="InvalidOperationException">One does not start; nothing of the bed is left running.</exception>
    public static async Task<DaprBed> Start(DaprBedOptions? options = null)
    {
        var bed = new DaprBed(options ?? new DaprBedOptions());
        try
        {
            bed._plane = await ControlPlane.Start(bed.Folder, bed._options.Mtls);
            return bed;
        }
        catch
        {
            await bed.DisposeAsync();
            throw;
        }
    }

    /// <summary>An Npgsql connection string as daprd's driver reads it; another one as it is.</summary>
    public static string Libpq(string connection) => ResourceTexts.Libpq(connection);

    /// <summary>Starts a sidecar and waits until its outbound health says that it can be used.</summary>
    /// <exception cref="InvalidOperationException">It does not start; says its last lines.</exception>
    public async Task<Daprd> Sidecar(DaprdOptions options)
    {
        var ports = FreePorts.Take(3);
        var folder = Directory.CreateDirectory(Path.Combine(Folder, Text(ports[0]))).FullName;
        var arguments = await Arguments(options, ports, folder);
        var command = new ServerCommand(
            options.AppId,
            Path.Combine(Binaries.Dapr()!, "daprd"),
            arguments,
            folder,
            cancel => Probe.Answers(new Uri($"http://127.0.0.1:{ports[0]}/v1.0/healthz/outbound"), cancel))
        {
            Environment = Merged(_plane!.SidecarEnvironment, options.Environment),
        };
        var sidecar = new Daprd(
            options.AppId,
            new Uri($"http://127.0.0.1:{ports[1]}"),
            new Uri($"http://127.0.0.1:{ports[0]}"),
            await ServerProcess.Start(command));
        lock (_gate)
        {
            _sidecars.Add(sidecar);
        }

        return sidecar;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var sidecar in _sidecars)
        {
            await sidecar.DisposeAsync();
        }

        if (_plane is not null)
        {
            await _plane.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private async Task<IReadOnlyList<string>> Arguments(DaprdOptions options, int[] ports, string folder)
    {
        var resources = Directory.CreateDirectory(Path.Combine(folder, "resources")).FullName;
        IReadOnlyList<string> texts = options.ActorState
            ? [ResourceTexts.ActorState(_options.StateConnection), .. options.Components]
            : options.Components;
        for (var n = 0; n < texts.Count; n++)
        {
            await File.WriteAllTextAsync(Path.Combine(resources, $"{n}.yaml"), texts[n]);
        }

        var own = Path.Combine(folder, "bed.yaml");
        await File.WriteAllTextAsync(own, ResourceTexts.Configuration(Path.Combine(Folder, "names.sqlite")));
        List<string> arguments =
        [
            "--app-id", options.AppId, "--dapr-http-port", Text(ports[0]), "--dapr-grpc-port", Text(ports[1]),
            "--dapr-internal-grpc-port", Text(ports[2]), "--dapr-listen-addresses", "127.0.0.1",
            "--enable-metrics=false", "--log-level", options.LogLevel, "--config", own,
            "--placement-host-address", PlacementAddress, "--scheduler-host-address", SchedulerAddress,
            .. _plane!.SidecarArguments,
        ];
        if (options.Configuration is not null)
        {
            var given = Path.Combine(folder, "given.yaml");
            await File.WriteAllTextAsync(given, options.Configuration);
            arguments.AddRange(["--config", given]);
        }

        if (options.AppPort is { } port)
        {
            arguments.AddRange(["--app-port", Text(port), "--app-protocol", "http"]);
        }

        arguments.AddRange(options.ResourceFolders.Prepend(resources).SelectMany(f => new[] { "--resources-path", f }));
        arguments.AddRange(options.Arguments);
        return arguments;
    }

    private static Dictionary<string, string> Merged(
        IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> over)
    {
        var merged = new Dictionary<string, string>(first);
        foreach (var (name, value) in over)
        {
            merged[name] = value;
        }

        return merged;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
