using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Invocation;
using EdgeFlow.TestBed;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Benchmarks.Dapr;

/// <summary>What the way through two sidecars costs a request, beside the same request straight to the
/// application.</summary>
internal static class HopRows
{
    private const int Rounds = 5;
    private const int WarmUps = 1;
    private const int SmallBytes = 100;
    private const int LargeBytes = 600_000;
    private const int SmallCalls = 400;
    private const int LargeCalls = 100;

    /// <summary>Measures both sizes.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        if (DaprBed.Missing is { } missing)
        {
            return [Row.Skipped("service invocation daprd → daprd → application, against direct HTTP", missing)];
        }

        var port = FreePorts.Take(1)[0];
        await using var app = await Application(port);
        await using var bed = await DaprBed.Start();
        var sidecars = await Task.WhenAll(
            bed.Sidecar(new DaprdOptions { AppId = "caller", ActorState = false }),
            bed.Sidecar(new DaprdOptions { AppId = "callee", AppPort = port, ActorState = false }));
        using var sidecar = new DaprHttp(new DaprEndpoint(sidecars[0].Http, null));
        using var direct = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        return
        [
            await Measured(run, "100 B", SmallBytes, SmallCalls, sidecar, direct),
            await Measured(run, "600 KB", LargeBytes, LargeCalls, sidecar, direct),
        ];
    }

    private static async Task<Row> Measured(
        BenchmarkRun run, string size, int bytes, int calls, DaprHttp sidecar, HttpClient direct)
    {
        var body = new byte[bytes];
        var invocation = new ServiceInvocation(sidecar);
        var target = InvocationTarget.Parse("dapr://callee/take")!;
        var series = await Turns.Take(
            WarmUps, run.Rounds(Rounds),
            () => Median(calls, () => invocation.Invoke(
                target, HttpMethod.Post, new ByteArrayContent(body), CancellationToken.None)),
            () => Median(calls, () => direct.PostAsync("/take", new ByteArrayContent(body))));
        return new Row(
            $"POST of {size} by service invocation, daprd → daprd → application", series[0].Text("ms"),
            $"direct HTTP: {series[1].Text("ms")}", series[0].Over(series[1]).Text("×"), "print", Verdict.Printed);
    }

    private static async Task<double> Median(int calls, Func<Task<HttpResponseMessage>> call)
    {
        var times = new List<double>(calls);
        for (var i = 0; i < calls; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await call();
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return new Series(times).Median;
    }

    private static async Task<WebApplication> Application(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/take", async (HttpContext http) =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            return Results.Ok();
        });
        await app.StartAsync();
        return app;
    }
}
