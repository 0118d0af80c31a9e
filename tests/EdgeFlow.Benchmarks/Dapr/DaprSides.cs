using System.Net;
using EdgeFlow.Benchmarks.Engine;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
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

    /// <summary>How long one workflow may take on daprd until its turn is lost: about ten times what it takes when 64
    /// run at once.</summary>
    public static readonly TimeSpan HungAfter = TimeSpan.FromSeconds(20);

    // A workflow takes about two seconds on daprd when 64 run at once: the time must hold many of them.
    private static readonly TimeSpan OnDaprd = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan OnDaprdAlone = TimeSpan.FromSeconds(4);

    // Both phases, with workflows that end late, and a worker that its sidecar does not let go.
    private static readonly TimeSpan TurnLimit = TimeSpan.FromSeconds(45);
    private const int LastLines = 5;

    private readonly BenchmarkRun run;
    private readonly BenchmarkDatabase database;
    private readonly DaprBed bed;
    private readonly Daprd[] sidecars;

    private DaprSides(BenchmarkRun run, BenchmarkDatabase database, DaprBed bed, Daprd[] sidecars) =>
        (this.run, this.database, this.bed, this.sidecars) = (run, database, bed, sidecars);

    /// <summary>Starts daprd with what it needs.</summary>
    public static async Task<DaprSides> Start(BenchmarkRun run)
    {
        var database = await run.Database();
        var bed = await DaprBed.Start(new DaprBedOptions { StateConnection = await database.Fresh("daprd") });
        var sidecars = await Task.WhenAll(
            new[] { One, Two }.Select(app => bed.Sidecar(new DaprdOptions { AppId = app })));
        return new DaprSides(run, database, bed, sidecars);
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
    /// <returns>The figures; null when the turn was lost: daprd held a workflow up for <see cref="HungAfter"/>, or
    /// failed. Its sidecars are started anew then, as a supervisor would, and the reason is told.</returns>
    public async Task<(double WorkflowsPerSecond, double Ms)?> Daprd(int concurrency, bool across)
    {
        WorkerOptions Worker(int index) =>
            new() { Address = sidecars[index].Grpc, AppId = sidecars[index].AppId };
        try
        {
            return Figures(await TenSteps.Measure(
                Worker(0), new ClientOptions { Address = sidecars[0].Grpc, AppId = One },
                concurrency, across ? Worker(1) : null, concurrency == 1 ? OnDaprdAlone : OnDaprd, HungAfter)
                .WaitAsync(TurnLimit));
        }
        catch (Exception lost) when (lost is TimeoutException or GrpcException or HttpRequestException or IOException)
        {
            run.Say($"a turn on daprd is lost, its sidecars are started anew: {lost.Message}");
            foreach (var sidecar in sidecars)
            {
                run.Say($"the last lines of {sidecar.AppId}:\n{Last(sidecar.Log())}");
            }

            await Task.WhenAll(sidecars.Select(sidecar => sidecar.Restart()));
            return null;
        }
    }

    public ValueTask DisposeAsync() => bed.DisposeAsync();

    private static string Last(string log) => string.Join('\n', log.TrimEnd().Split('\n').TakeLast(LastLines));

    private static (double WorkflowsPerSecond, double Ms) Figures(
        (double WorkflowsPerSecond, double StepP50Ms, double StepP99Ms) measured) =>
        (measured.WorkflowsPerSecond, measured.StepP50Ms * TenSteps.Steps);
}
