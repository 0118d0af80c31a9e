using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace EdgeFlow.TestBed;

/// <summary>
/// The real API server of Kubernetes with its etcd, on free ports of the loopback: it checks and keeps objects; nothing
/// runs what they describe. Not thread safe.
/// </summary>
public sealed class KubeServer : IAsyncDisposable
{
    private const string Administrator = "test-admin";
    private readonly string folder = ProcessGuard.Folder("edgeflow-kube-");
    private readonly Stack<ServerProcess> processes = [];

    private KubeServer()
    {
    }

    /// <summary>What keeps it from starting here, in one line; null when nothing does.</summary>
    public static string? Missing => Binaries.Kube() is null
        ? "no Kubernetes here: neither ../shared/bin/unpack nor the PATH has kube"
        : null;

    private static string Program => Path.Combine(Binaries.Kube()!, "kube");

    private string Configuration => Path.Combine(folder, "kubeconfig");

    /// <summary>Starts it and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It does not start; says its last lines.</exception>
    public static async Task<KubeServer> Start()
    {
        var server = new KubeServer();
        try
        {
            await server.StartAll();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs kubectl as administrator; gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; says what it printed.</exception>
    public async Task<string> Kubectl(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, ["kubectl", "--kubeconfig", Configuration, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var kubectl = Process.Start(start)!;
        var errors = kubectl.StandardError.ReadToEndAsync();
        var printed = await kubectl.StandardOutput.ReadToEndAsync();
        await kubectl.WaitForExitAsync();
        return kubectl.ExitCode == 0
            ? printed
            : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)}: {printed}{await errors}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (processes.TryPop(out var process))
        {
            await process.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAll()
    {
        var ports = FreePorts.Take(3).Select(port => port.ToString(CultureInfo.InvariantCulture)).ToArray();
        var (client, peer) = ($"http://127.0.0.1:{ports[0]}", $"http://127.0.0.1:{ports[1]}");
        await WriteFiles($"https://127.0.0.1:{ports[2]}");
        processes.Push(await Server(
            "etcd",
            cancel => Probe.Answers(new Uri($"{client}/health"), cancel),
            "--data-dir", Path.Combine(folder, "etcd"), "--listen-client-urls", client,
            "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--initial-cluster", $"default={peer}"));
        processes.Push(await Server(
            "kube-apiserver",
            _ => IsReady(),
            "--etcd-servers", client, "--secure-port", ports[2], "--bind-address", "127.0.0.1",
            "--cert-dir", Path.Combine(folder, "certificates"), "--service-account-key-file", Key,
            "--service-account-signing-key-file", Key, "--service-account-issuer", $"https://127.0.0.1:{ports[2]}",
            "--token-auth-file", Path.Combine(folder, "tokens.csv"), "--authorization-mode", "RBAC",
            "--service-cluster-ip-range", "10.96.0.0/24", "--disable-admission-plugins", "ServiceAccount"));
    }

    private string Key => Path.Combine(folder, "sa.key");

    private async Task WriteFiles(string address)
    {
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(Key, key.ExportRSAPrivateKeyPem());
        await File.WriteAllTextAsync(
            Path.Combine(folder, "tokens.csv"), $"{Administrator},admin,1,\"system:masters\"\n");
        await File.WriteAllTextAsync(Configuration, $$"""
            apiVersion: v1
            kind: Config
            clusters: [{ name: bed, cluster: { server: "{{address}}", insecure-skip-tls-verify: true } }]
            users: [{ name: admin, user: { token: {{Administrator}} } }]
            contexts: [{ name: bed, context: { cluster: bed, user: admin } }]
            current-context: bed
            """);
    }

    private async Task<bool> IsReady()
    {
        try
        {
            return await Kubectl("get", "--raw", "/readyz") == "ok";
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private Task<ServerProcess> Server(
        string name, Func<CancellationToken, Task<bool>> ready, params string[] arguments) =>
        ServerProcess.Start(new ServerCommand(name, Program, [name, .. arguments], folder, ready));
}
