using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using EdgeFlow.Sidecar;
using EdgeFlow.Sidecar.Hosting;
using EdgeFlow.Tests.Integration.Postgres;
using Xunit;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>Runs every scenario of js/peer.mjs once, in one node process, against one sidecar.</summary>
public sealed class JavaScriptPeer : IAsyncLifetime
{
    private static readonly string[] Scenarios =
    [
        "sequence", "fanOut", "timer", "parent", "parentOfFailing", "again", "failing", "retrying", "event",
        "collect", "suspend", "terminate", "purge", "unknownEvent", "childFanOut", "namedChild", "race",
        "statuses", "unicode", "nothing", "later", "idInUse", "suspendTimer", "terminateParent", "purgeRunning",
    ];

    private readonly ConcurrentDictionary<string, JsonElement> _results = new();
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Why the peer could not run, or null.</summary>
    public string? Missing { get; private set; }

    /// <summary>What a scenario printed.</summary>
    public JsonElement Result(string scenario)
    {
        Skip.If(Missing is not null, Missing);
        Assert.True(
            _results.TryGetValue(scenario, out var result),
            $"The script printed no result for {scenario}:\n{string.Join('\n', _lines.TakeLast(20))}");
        Assert.False(
            result.TryGetProperty("error", out var error),
            $"{scenario}: {error}\n{string.Join('\n', _lines.TakeLast(20))}");
        return result;
    }

    public async Task InitializeAsync()
    {
        var root = RepositoryFolder();
        if (!Directory.Exists(Path.Combine(root, "node_modules/@dapr/dapr")))
        {
            Missing = "npm install was not run: node_modules/@dapr/dapr is missing";
            return;
        }

        var options = new EmbeddedSidecarOptions { ConnectionString = await PostgresFixture.FreshDatabase() };
        await using var sidecar = await EmbeddedSidecar.StartAsync(options, new IPEndPoint(IPAddress.Loopback, 0));
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("tests/EdgeFlow.Tests.Integration/Sidecar/js/peer.mjs");
        start.ArgumentList.Add(sidecar.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Scenarios.ToList().ForEach(start.ArgumentList.Add);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        try
        {
            using var node = Process.Start(start)!;
            node.OutputDataReceived += (_, line) => Read(line.Data);
            node.ErrorDataReceived += (_, line) => Read(line.Data);
            node.BeginOutputReadLine();
            node.BeginErrorReadLine();
            try
            {
                await node.WaitForExitAsync(limit.Token);
            }
            finally
            {
                node.Kill(entireProcessTree: true);
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing = "node is not installed";
        }
        catch (OperationCanceledException)
        {
            _lines.Enqueue("The script did not end within four minutes and was stopped.");
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.StartsWith("RESULT ", StringComparison.Ordinal))
        {
            var parts = line.Split(' ', 3);
            _results[parts[1]] = JsonDocument.Parse(parts[2]).RootElement.Clone();
        }
    }

    /// <summary>Where the sources are.</summary>
    public static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeFlow.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("EdgeFlow.sln is in no parent folder.");
    }
}
