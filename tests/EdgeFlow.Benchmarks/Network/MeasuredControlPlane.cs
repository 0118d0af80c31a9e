using System.Diagnostics;
using System.Text.Json;
using EdgeFlow.Api.Hosting;

namespace EdgeFlow.Benchmarks.Network;

/// <summary>
/// A control plane in a process of its own, the one that <c>edgeflow serve</c> runs, that also says how much memory it
/// uses. It ends when its standard input closes.
/// </summary>
internal sealed class MeasuredControlPlane : IAsyncDisposable
{
    /// <summary>The hidden command by which this program becomes the child.</summary>
    public const string Command = "control-plane";

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(15);
    private readonly Process process;

    private MeasuredControlPlane(Process process, Uri address) => (this.process, Address) = (process, address);

    /// <summary>Where its HTTP API answers.</summary>
    public Uri Address { get; }

    /// <summary>Starts the child on a database of its own in this folder.</summary>
    public static async Task<MeasuredControlPlane> Start(string folder)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(MeasuredControlPlane).Assembly.Location, Command, folder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The control plane ended before it said its address.");
        return new MeasuredControlPlane(process, new Uri(address));
    }

    /// <summary>What it uses now.</summary>
    public async Task<MemorySample> Memory()
    {
        await process.StandardInput.WriteLineAsync("memory");
        await process.StandardInput.FlushAsync();
        var line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The control plane ended while it was measured.");
        return JsonSerializer.Deserialize<MemorySample>(line)!;
    }

    /// <summary>What the child does.</summary>
    public static async Task Serve(string folder, TextReader input, TextWriter output)
    {
        await using var plane = await ControlPlane.StartAsync(new ControlPlaneOptions
        {
            Listen = new Uri("http://127.0.0.1:0"), DataFolder = folder,
        });
        await output.WriteLineAsync(plane.Address.ToString());
        while (await input.ReadLineAsync() is not null)
        {
            // The resident set is as it was; the heap is what is still reachable.
            var resident = Environment.WorkingSet;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            var sample = new MemorySample(resident, GC.GetTotalMemory(forceFullCollection: false));
            await output.WriteLineAsync(JsonSerializer.Serialize(sample));
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Farewell);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
