using System.Globalization;

namespace EdgeFlow.TestBed;

/// <summary>A Redis on the loopback that loses nothing it acknowledged. Not thread safe.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly string _folder;

    private RedisServer(ServerProcess process, string folder, string address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    /// <summary>What keeps a server from starting here, in one line; null when nothing does.</summary>
    public static string? Missing => Binaries.OnPath("redis-server") is null ? "no redis-server here" : null;

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <summary>Starts a server in a folder of its own.</summary>
    /// <exception cref="InvalidOperationException">It does not start; says its last lines.</exception>
    public static async Task<RedisServer> Start()
    {
        var folder = ProcessGuard.Folder("edgeflow-redis-");
        var port = FreePorts.Take(1)[0];
        var process = await ServerProcess.Start(new ServerCommand(
            "redis",
            Binaries.OnPath("redis-server")!,
            [
                "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder,
                "--save", "", "--appendonly", "yes", "--appendfsync", "always",
            ],
            folder,
            cancel => Probe.Listens(port, cancel)));
        return new RedisServer(process, folder, $"127.0.0.1:{port}");
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
}
