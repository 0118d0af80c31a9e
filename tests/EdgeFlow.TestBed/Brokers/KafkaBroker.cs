using System.Diagnostics;

namespace EdgeFlow.TestBed;

/// <summary>One Kafka broker with KRaft on the loopback. Not thread safe.</summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private const string ClusterId = "MkU3OEVBNTcwNTJENDM2Qk";
    private readonly ServerProcess _process;
    private readonly string _folder;

    private KafkaBroker(ServerProcess process, string folder, string address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    /// <summary>What keeps a broker from starting here, in one line; null when nothing does.</summary>
    public static string? Missing => Binaries.Kafka() is null
        ? "no Kafka here: ../shared/bin/unpack has none"
        : Binaries.OnPath("java") is null ? "no java here, which Kafka needs" : null;

    /// <summary>Host and port of its plain listener.</summary>
    public string Address { get; }

    /// <summary>Starts a broker in a folder of its own.</summary>
    /// <exception cref="InvalidOperationException">It does not start; says its last lines.</exception>
    public static async Task<KafkaBroker> Start()
    {
        var folder = ProcessGuard.Folder("edgeflow-kafka-");
        var ports = FreePorts.Take(2);
        var properties = Path.Combine(folder, "server.properties");
        await File.WriteAllTextAsync(properties, Properties(folder, ports[0], ports[1]));
        var jars = Path.Combine(Binaries.Kafka()!, "lib", "*");
        await Format(folder, jars, properties);
        var command = new ServerCommand(
            "kafka",
            Binaries.OnPath("java")!,
            // The first compiler only: a broker that lives for seconds never earns back the second one's work.
            ["-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", jars, "kafka.Kafka", properties],
            folder,
            cancel => Probe.Listens(ports[0], cancel));
        return new KafkaBroker(await ServerProcess.Start(command), folder, $"127.0.0.1:{ports[0]}");
    }

    /// <summary>Ends it with SIGKILL.</summary>
    public Task Kill() => _process.Kill();

    /// <summary>Kills it if it runs and starts it again with its data and port.</summary>
    public Task Restart() => _process.Restart();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task Format(string folder, string jars, string properties)
    {
        string[] arguments =
        [
            "-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", jars, "kafka.tools.StorageTool",
            "format", "-t", ClusterId, "-c", properties,
        ];
        using var format = Process.Start(new ProcessStartInfo(Binaries.OnPath("java")!, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = format.StandardError.ReadToEndAsync();
        await format.StandardOutput.ReadToEndAsync();
        await format.WaitForExitAsync();
        if (format.ExitCode != 0)
        {
            throw new InvalidOperationException($"Kafka's folder could not be formatted: {await errors}");
        }
    }

    // The session is short because a broker that comes back is refused until the one that was killed counts as gone.
    private static string Properties(string folder, int port, int controller) => $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{controller}
        listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
        advertised.listeners=PLAINTEXT://127.0.0.1:{port}
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs={folder}/data
        broker.session.timeout.ms=2000
        broker.heartbeat.interval.ms=500
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        """;
}
