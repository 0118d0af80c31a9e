namespace EdgeFlow.TestBed;

/// <summary>An MQTT broker on the loopback that keeps its sessions over a kill. Not thread safe.</summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly string _folder;

    private MosquittoBroker(ServerProcess process, string folder, string address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    /// <summary>What keeps a broker from starting here, in one line; null when nothing does.</summary>
    public static string? Missing => Binaries.OnPath("mosquitto") is null ? "no mosquitto here" : null;

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <summary>Starts a broker in a folder of its own.</summary>
    /// <exception cref="InvalidOperationException">It does not start; says its last lines.</exception>
    public static async Task<MosquittoBroker> Start()
    {
        var folder = ProcessGuard.Folder("edgeflow-mosquitto-");
        var port = FreePorts.Take(1)[0];
        var file = Path.Combine(folder, "mosquitto.conf");

        // It would change to an account of its own, which may not enter the folder; and it saves after each change.
        await File.WriteAllTextAsync(file, $"""
            listener {port} 127.0.0.1
            allow_anonymous true
            user {Environment.UserName}
            persistence true
            persistence_location {folder}/
            autosave_on_changes true
            autosave_interval 1

            """);
        var process = await ServerProcess.Start(new ServerCommand(
            "mosquitto",
            Binaries.OnPath("mosquitto")!,
            ["-c", file],
            folder,
            cancel => Probe.Listens(port, cancel)));
        return new MosquittoBroker(process, folder, $"127.0.0.1:{port}");
    }

    /// <summary>Ends it with SIGKILL.</summary>
    public Task Kill() => _process.Kill();

    /// <summary>Kills it if it runs and starts it again with its sessions and port.</summary>
    public Task Restart() => _process.Restart();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
