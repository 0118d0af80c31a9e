using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Planning.Baselines;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// Time of one arrival beside 50 running jobs, the whole of Planner.Plan with the memory of the plans before, tier 0.
/// Beside it the time that OTFA takes for the same snapshots. The processor's time (all threads, the collector's too)
/// tells a slow planner from a busy machine.
/// </summary>
internal static class ArrivalBenchmark
{
    private const int Jobs = 50;
    private const int Arrivals = 300;
    private const int OtfaArrivals = 3;
    private const int Rounds = 5;
    private const double MustMs = 5;

    /// <summary>The size that the bar is for.</summary>
    public static Task<IReadOnlyList<Row>> Run(BenchmarkRun run) => Measure(run, 70, isTail: false, bar: true);

    /// <summary>Smaller and larger networks too.</summary>
    public static async Task<IReadOnlyList<Row>> Sizes(BenchmarkRun run) =>
    [
        .. await Measure(run, 30, isTail: true, bar: false), .. await Measure(run, 70, isTail: true, bar: true),
        .. await Measure(run, 100, isTail: true, bar: false),
    ];

    private static async Task<IReadOnlyList<Row>> Measure(BenchmarkRun run, int nodes, bool isTail, bool bar)
    {
        var world = new LoadedWorld(nodes, Jobs);
        ArrivalTimes.Of(world, Arrivals);
        var (means, tails, otfa) = (new List<double>(), new List<double>(), new List<double>());
        var (processor, processorTails) = (new List<double>(), new List<double>());
        await Turns.Take(0, run.Rounds(Rounds), () =>
        {
            var times = ArrivalTimes.Of(world, Arrivals);
            means.Add(times.Mean);
            tails.Add(times.P99);
            processor.Add(times.ProcessorMs);
            processorTails.Add(times.ProcessorP99);
            otfa.Add(Otfa(world));
            return Task.FromResult(times.Mean);
        });
        var what = $"planner tier 0, one arrival, {Jobs} jobs on {nodes} nodes";
        var (mean, tail, theirs) = (new Series(means), new Series(tails), new Series(otfa));
        var (counts, other) = isTail ? (tail, mean) : (mean, tail);
        var beside = $"OTFA: {theirs.Text("ms")}";
        var ratio = mean.Over(theirs).Text("×");
        var (main, second) = isTail ? ("p99", "mean") : ("mean", "p99");
        return
        [
            bar ? Row.Bounded($"{what}, {main}", counts, "ms", Bar.AtMost(MustMs))
                : Row.Printed($"{what}, {main}", counts.Text("ms")),
            Row.Printed($"{what}, {second}", other.Text("ms")),
            Row.Printed($"{what}, processor time, mean", new Series(processor).Text("ms")),
            Row.Printed($"{what}, processor time, p99", new Series(processorTails).Text("ms")),
            Row.Printed($"{what}, mean against OTFA", mean.Text("ms"), beside) with { Ratio = ratio },
        ];
    }

    private static double Otfa(LoadedWorld world)
    {
        var policy = new OtfaPolicy();
        var start = Stopwatch.GetTimestamp();
        for (var k = 0; k < OtfaArrivals; k++)
        {
            policy.Plan(world.Arrival(), 1);
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / OtfaArrivals;
    }
}
