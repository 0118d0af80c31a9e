using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Experiments.Reporting;
using EdgeFlow.Planning.Baselines;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// Tier 0 on large networks: arrivals, the loss of a node, memory, and how the cost of an arrival grows with the size
/// (as many jobs as nodes). OTFA decides the same arrivals for as long as it takes less than
/// <see cref="OtfaPatienceMs"/>.
/// </summary>
internal static class ScaleBenchmark
{
    private const int Middle = 1_000;
    private const int Large = 10_000;
    private const int Arrivals = 200;
    private const int LargeArrivals = 60;
    private const int Failures = 40;
    private const double OtfaPatienceMs = 1_000;
    private const double Mega = 1 << 20;

    private static readonly int[] s_sizes = [100, 300, Middle, 3_000, Large];

    /// <summary>Measures all sizes; a short run leaves the two largest out.</summary>
    public static Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var rows = new List<Row>();
        var costs = new List<(int Size, double Ms, double P99)>();
        var otfa = "";
        foreach (var size in s_sizes.Where(s => !run.Short || s <= Middle))
        {
            var building = Stopwatch.GetTimestamp();
            var world = new LoadedWorld(size, size);
            run.Say($"{size} jobs on {size} nodes, built in {Stopwatch.GetElapsedTime(building).TotalSeconds:0} s");
            ArrivalTimes.Of(world, Arrivals / 10);
            var times = ArrivalTimes.Of(world, size == Large ? LargeArrivals : Arrivals);
            costs.Add((size, times.ProcessorMs, times.ProcessorP99));
            otfa = otfa.StartsWith("too", StringComparison.Ordinal) ? otfa : Otfa(world, size);
            rows.AddRange(ArrivalRows(size, times, otfa));
            if (size == Middle)
            {
                rows.AddRange(FailureRows(world));
                rows.Add(MemoryRow());
            }
        }

        if (run.Plot is { } path)
        {
            File.WriteAllText(path, Plot(costs));
            run.Say($"drawn to {path}");
        }

        rows.Add(Growth(costs));
        return Task.FromResult<IReadOnlyList<Row>>(rows);
    }

    private static IEnumerable<Row> ArrivalRows(int size, ArrivalTimes times, string otfa)
    {
        var what = $"planner tier 0, one arrival, {size:N0} jobs on {size:N0} nodes";
        var tail = new Series([times.P99]);
        yield return size switch
        {
            Middle => Row.Bounded($"{what}, p99", tail, "ms", Bar.AtMost(15)) with { Baseline = otfa },
            Large => Row.Bounded($"{what}, p99", tail, "ms", Bar.AtMost(150)) with { Baseline = otfa },
            _ => Row.Printed($"{what}, p99", tail.Text("ms"), otfa),
        };
        yield return Row.Printed(
            $"{what}, mean; processor time, mean and p99; other jobs changed",
            $"{Figure.Text(times.Mean)} ms; {Figure.Text(times.ProcessorMs)} and {Figure.Text(times.ProcessorP99)} ms; "
                + Figure.Text(times.Changed));
    }

    private static List<Row> FailureRows(LoadedWorld world)
    {
        var (times, kept, forced, chosen) =
            (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var k = 0; k < Failures; k++)
        {
            // Each starts from the same plan in force, read and shared out, as it is when a node is lost.
            world.Try(world.Running);
            var (broken, lost) = world.Failure(k);
            times.Add(world.Try(broken));
            kept.Add(world.Last.Jobs.Sum(p => p.Rate.Value) / Reachable(world.Running, lost));
            forced.Add(world.Last.Report.Moves!.Forced);
            chosen.Add(world.Last.Report.Moves!.Chosen);
        }

        var what = $"planner tier 0, a node lost, {Middle:N0} jobs on {Middle:N0} nodes";
        return
        [
            Row.Bounded($"{what}, repair (median of {Failures})", new Series(times), "ms", Bar.AtMost(40)),
            Row.Bounded(
                $"{what}, rate kept, the worst", new Series([100 * kept.Min()]), "%", Bar.AtLeast(98)),
            Row.Printed(
                $"{what}, tasks that must move; that move by choice",
                $"{new Series(forced).Text("")}; {new Series(chosen).Text("")}"),
        ];
    }

    // What the jobs had before, without those whose frames came from the lost node itself.
    private static double Reachable(NetworkSnapshot running, NodeId lost)
    {
        var pinned = running.Jobs.Where(j => j.Tasks.Any(t => t.Constraints.Nodes.Contains(lost)))
            .Select(j => j.Id).ToHashSet();
        return running.Current.Where(p => !pinned.Contains(p.Job)).Sum(p => p.Rate.Value);
    }

    private static Row MemoryRow()
    {
        using var process = Process.GetCurrentProcess();
        var heap = GC.GetTotalMemory(forceFullCollection: true) / Mega;
        return Row.Bounded(
            $"planner tier 0, {Middle:N0} jobs on {Middle:N0} nodes, most memory of the process so far",
            new Series([process.PeakWorkingSet64 / Mega]), "MB", Bar.AtMost(500)) with
        {
            Baseline = $"managed heap: {Figure.Text(heap)} MB",
        };
    }

    private static string Otfa(LoadedWorld world, int size)
    {
        var arrival = world.Arrival();
        var start = Stopwatch.GetTimestamp();
        new OtfaPolicy().Plan(arrival, 1);
        var ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return ms > OtfaPatienceMs ? $"too slow: OTFA took {Figure.Text(ms / 1000)} s at {size:N0}"
            : $"OTFA: {Figure.Text(ms)} ms";
    }

    private static string Plot(List<(int Size, double Ms, double P99)> costs) => new LinePlot(
        "One arrival: how its cost grows", "jobs, and as many nodes", "processor time, ms",
        [
            new PlotLine("99 of 100", [.. costs.Select(c => ((double)c.Size, new Estimate(c.P99, 0)))]),
            new PlotLine("mean", [.. costs.Select(c => ((double)c.Size, new Estimate(c.Ms, 0)))]),
        ],
        isLogarithmic: true).Draw();

    // The slope of log cost over log size, by least squares.
    private static Row Growth(List<(int Size, double Ms, double P99)> costs)
    {
        var points = costs.ConvertAll(c => (X: Math.Log(c.Size), Y: Math.Log(c.Ms)));
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        var slope = points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
        return Row.Printed(
            "planner tier 0, processor time of an arrival grows with size to the power of", Figure.Text(slope),
            string.Join(", ", costs.Select(c => $"{c.Size:N0}: {Figure.Text(c.Ms)} ms")));
    }
}
