using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeFlow.Durable;

namespace EdgeFlow.Benchmarks.Engine;

/// <summary>A workflow of ten activities, each of which adds one, run so many at once by a real worker and
/// client.</summary>
/// <param name="app">The application of the activities; null for the workflow's own.</param>
internal sealed class TenSteps(string? app) : Workflow<int, int>
{
    /// <summary>Its activities.</summary>
    public const int Steps = 10;

    private const int Input = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public override async Task<int> Run(WorkflowContext context, int input)
    {
        var value = input;
        var options = app is null ? null : new ActivityOptions { TargetApp = app };
        for (var i = 0; i < Steps; i++)
        {
            value = await context.CallActivity<int>("AddOne", value, options);
        }

        return value;
    }

    /// <summary>Measures so many at once, after a while that does not count.</summary>
    /// <param name="worker">How the worker of the workflow reaches its sidecar.</param>
    /// <param name="client">How the client does.</param>
    /// <param name="concurrency">How many run at once.</param>
    /// <param name="other">How the worker of the activities reaches its sidecar; null: they run in the first.</param>
    /// <param name="measured">How long is measured; null for the usual time.</param>
    /// <param name="limit">How long one workflow may take; null for the usual time.</param>
    /// <exception cref="TimeoutException">One took longer.</exception>
    public static async Task<(double WorkflowsPerSecond, double StepP50Ms, double StepP99Ms)> Measure(
        WorkerOptions worker, ClientOptions client, int concurrency, WorkerOptions? other = null,
        TimeSpan? measured = null, TimeSpan? limit = null)
    {
        await using var first = new WorkflowWorker(worker);
        await using var second = other is null ? null : new WorkflowWorker(other);
        first.AddWorkflow<TenSteps, int, int>("TenSteps", () => new TenSteps(other?.AppId));
        (second ?? first).AddActivity<int, int>("AddOne", (_, value, _) => Task.FromResult(value + 1));
        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(first.Run(stop.Token), second?.Run(stop.Token) ?? Task.CompletedTask);
        await Task.WhenAll(first.Ready, second?.Ready ?? Task.CompletedTask).WaitAsync(Limit);
        await using var caller = new WorkflowClient(client);
        await Drive(caller, concurrency, WarmUp, limit ?? Limit);
        var began = Stopwatch.GetTimestamp();
        var latencies = await Drive(caller, concurrency, measured ?? Measured, limit ?? Limit);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await stop.CancelAsync();
        await running;
        latencies.Sort();
        return (latencies.Count / seconds, At(latencies, 0.5), At(latencies, 0.99));
    }

    private static async Task<List<double>> Drive(
        WorkflowClient client, int concurrency, TimeSpan duration, TimeSpan limit)
    {
        var latencies = new ConcurrentBag<double>();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                var started = Stopwatch.GetTimestamp();
                var id = await client.Schedule("TenSteps", Input);
                var state = await client.WaitForCompletion(id, limit);
                if (state.ReadOutput<int>() != Input + Steps)
                {
                    throw new InvalidOperationException($"The workflow {id} returned {state.Output}.");
                }

                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds / Steps);
            }
        }));
        return [.. latencies];
    }

    private static double At(List<double> sorted, double quantile) =>
        sorted[Math.Min(sorted.Count - 1, (int)(quantile * sorted.Count))];
}
