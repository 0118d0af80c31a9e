using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// Time of one arrival beside 50 running jobs, the whole of Planner.Plan, tier 0. Arrivals start from the same running
/// plan and differ in their source; turns repeat them. The processor's time (all threads, the collector's too) tells a
/// slow planner from a busy machine.
/// </summary>
internal static class ArrivalBenchmark
{
    private const int Jobs = 50;
    private const int Arrivals = 300;
    private const int WarmUps = 200;
    private const int Rounds = 5;
    private const double MustMs = 5;

    /// <summary>The size that the bar is for.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run) => [.. await Measure(run, 70, bar: true)];

    /// <summary>Smaller and larger networks too.</summary>
    public static async Task<IReadOnlyList<Row>> Sizes(BenchmarkRun run) =>
    [
        .. await Measure(run, 30, bar: false), .. await Measure(run, 70, bar: true),
        .. await Measure(run, 100, bar: false),
    ];

    private static async Task<IReadOnlyList<Row>> Measure(BenchmarkRun run, int nodes, bool bar)
    {
        var world = new EntsWorld(7);
        var running = world.Network(nodes);
        for (var k = 0; k < Jobs; k++)
        {
            running = Adopt(running with { Jobs = [.. running.Jobs, world.Job(k, running.Nodes)] });
        }

        var arrivals = Enumerable.Range(0, Arrivals)
            .Select(k => running with { Jobs = [.. running.Jobs, world.Job(Jobs + k, running.Nodes)] }).ToList();
        Times(arrivals.Take(WarmUps));
        var (tails, processor) = (new List<double>(), new List<double>());
        var mean = (await Turns.Take(0, run.Rounds(Rounds), () =>
        {
            var before = Environment.CpuUsage.TotalTime;
            var times = Times(arrivals);
            processor.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Arrivals);
            times.Sort();
            tails.Add(times[Arrivals * 99 / 100]);
            return Task.FromResult(times.Average());
        }))[0];
        var what = $"planner tier 0, one arrival, {Jobs} jobs on {nodes} nodes";
        return
        [
            bar ? Row.Bounded($"{what}, mean", mean, "ms", Bar.AtMost(MustMs))
                : Row.Printed($"{what}, mean", mean.Text("ms")),
            Row.Printed($"{what}, p99", new Series(tails).Text("ms")),
            Row.Printed($"{what}, processor time", new Series(processor).Text("ms")),
        ];
    }

    private static List<double> Times(IEnumerable<NetworkSnapshot> arrivals)
    {
        var times = new List<double>();
        foreach (var arrival in arrivals)
        {
            var start = Stopwatch.GetTimestamp();
            EdgeFlow.Planning.Planner.Plan(arrival, (ulong)times.Count);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static NetworkSnapshot Adopt(NetworkSnapshot snapshot)
    {
        var proposal = EdgeFlow.Planning.Planner.Plan(snapshot, 1);
        return snapshot with { Revision = snapshot.Revision + 1, Current = proposal.Jobs };
    }
}
