using System.Net;
using EdgeFlow.Benchmarks.Engine;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Durable;
using EdgeFlow.Sidecar;
using EdgeFlow.Sidecar.Hosting;
using EdgeFlow.TestBed;

namespace EdgeFlow.Benchmarks.Dapr;

/// <summary>
/// The two that are compared: our embedded sidecar in the worker's process, and two real daprd with placement and
/// scheduler; both keep their state in the same PostgreSQL, each in a database of its own.
/// </summary>
internal sealed class DaprSides : IAsyncDisposable
{
    private const string One = "one";
    private const string Two = "two";

    // A workflow takes about two seconds on daprd when 64 run at once: the time must hold many of them.
    private static readonly TimeSpan OnDaprd = TimeSpan.FromSeconds(10);

    private readonly BenchmarkDatabase database;
    private readonly DaprBed bed;
    private readonly Daprd[] sidecars;

    private DaprSides(BenchmarkDatabase database, DaprBed bed, Daprd[] sidecars) =>
        (this.database, this.bed, this.sidecars) = (database, bed, sidecars);

    /// <summary>Starts daprd with what it needs.</summary>
    public static async Task<DaprSides> Start(BenchmarkRun run)
    {
        var database = await run.Database();
        var bed = await DaprBed.Start(new DaprBedOptions { StateConnection = await database.Fresh("daprd") });
        var sidecars = await Task.WhenAll(
            new[] { One, Two }.Select(app => bed.Sidecar(new DaprdOptions { AppId = app })));
        return new DaprSides(database, bed, sidecars);
    }

    /// <summary>Ten-step workflows through the embedded sidecar.</summary>
    /// <param name="concurrency">How many at once.</param>
    /// <param name="across">Whether the activities are another application's.</param>
    public async Task<(double WorkflowsPerSecond, double Ms)> Embedded(int concurrency, bool across)
    {
        await using var sidecar = await EmbeddedSidecar.StartAsync(
            new EmbeddedSidecarOptions { ConnectionString = await database.Fresh("sidecar") },
            new IPEndPoint(IPAddress.Loopback, 0));
        WorkerOptions Worker(string app) =>
            new() { Address = sidecar.Address, AppId = app, Transport = sidecar.Local(app) };
        return Figures(await TenSteps.Measure(
            Worker(One),
            new ClientOptions { Address = sidecar.Address, AppId = One, Transport = sidecar.Local(One) },
            concurrency, across ? Worker(Two) : null));
    }

    /// <summary>The same through daprd: one sidecar an application.</summary>
    public async Task<(double WorkflowsPerSecond, double Ms)> Daprd(int concurrency, bool across)
    {
        WorkerOptions Worker(int index) =>
            new() { Address = sidecars[index].Grpc, AppId = sidecars[index].AppId };
        return Figures(await TenSteps.Measure(
            Worker(0), new ClientOptions { Address = sidecars[0].Grpc, AppId = One },
            concurrency, across ? Worker(1) : null, OnDaprd));
    }

    public ValueTask DisposeAsync() => bed.DisposeAsync();

    private static (double WorkflowsPerSecond, double Ms) Figures(
        (double WorkflowsPerSecond, double StepP50Ms, double StepP99Ms) measured) =>
        (measured.WorkflowsPerSecond, measured.StepP50Ms * TenSteps.Steps);
}
