using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable;

/// <summary>
/// A real Dapr sidecar with the placement and scheduler services that its workflows need, on free ports of the
/// loopback. Where no Dapr is, <see cref="Missing"/> says so and the tests are skipped.
/// </summary>
public sealed class DaprSidecar : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<Process> _processes = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgeflow-dapr-");

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public string? Missing { get; private set; }

    public async Task InitializeAsync()
    {
        var bin = FindDapr();
        if (bin is null)
        {
            Missing = "no Dapr here: neither ../shared/bin/unpack nor ~/.dapr/bin nor the PATH has daprd";
            return;
        }

        var ports = FreePorts(11);
        var scheduler = Path.Combine(_folder.FullName, "scheduler");
        var components = Path.Combine(_folder.FullName, "components");
        Directory.CreateDirectory(components);
        await File.WriteAllTextAsync(Path.Combine(components, "state.yaml"), StateComponent);
        Start(bin, "placement", "--port", ports[0], "--healthz-port", ports[1], "--metrics-port", ports[2]);
        Start(
            bin, "scheduler", "--port", ports[3], "--healthz-port", ports[4], "--metrics-port", ports[5],
            "--etcd-data-dir", scheduler, "--etcd-client-port", ports[6],
            "--etcd-initial-cluster", $"dapr-scheduler-server-0=http://localhost:{ports[7]}",
            "--override-broadcast-host-port", $"127.0.0.1:{ports[3]}");
        Start(
            bin, "daprd", "--app-id", "conformance", "--dapr-http-port", ports[8], "--dapr-grpc-port", ports[9],
            "--metrics-port", ports[10], "--resources-path", components, "--log-level", "warn",
            "--placement-host-address", $"127.0.0.1:{ports[0]}",
            "--scheduler-host-address", $"127.0.0.1:{ports[3]}");
        Address = new Uri($"http://127.0.0.1:{ports[9]}");
        await Answers();
    }

    public Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(Patience);
            }

            process.Dispose();
        }

        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private const string StateComponent = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
        spec:
          type: state.in-memory
          version: v1
          metadata:
          - name: actorStateStore
            value: "true"
        """;

    private static string? FindDapr()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "EdgeFlow.sln")))
        {
            root = root.Parent;
        }

        var unpack = Path.Combine(root?.FullName ?? "/", "..", "shared", "bin", "unpack");
        if (File.Exists(unpack))
        {
            using var unpacking = Process.Start(
                new ProcessStartInfo(unpack, "dapr") { RedirectStandardOutput = true })!;
            var folder = unpacking.StandardOutput.ReadToEnd().Trim();
            unpacking.WaitForExit();
            return folder;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Append(Path.Combine(home, ".dapr", "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "daprd"))
                && File.Exists(Path.Combine(folder, "scheduler")));
    }

    private static string[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => $"{((IPEndPoint)listener.LocalEndpoint).Port}").ToArray();
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }

    private void Start(string bin, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(bin, program))
        {
            WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        Array.ForEach(arguments, start.ArgumentList.Add);
        var process = Process.Start(start)!;
        var log = TextWriter.Synchronized(File.CreateText(Path.Combine(_folder.FullName, $"{program}.log")));
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    private async Task Answers()
    {
        using var grpc = new GrpcClient(new GrpcClientOptions { Address = Address });
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await grpc.Unary(WorkflowMethods.Hello, new Empty(), Empty.Parser, Patience, patience.Token);
                return;
            }
            catch (GrpcException notYet) when (notYet.IsRetriable)
            {
                await Task.Delay(100, patience.Token);
            }
        }
    }
}
