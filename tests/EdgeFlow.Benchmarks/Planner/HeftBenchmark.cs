using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning.Scheduling;
using EdgeFlow.Planning.Scheduling.Lists;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>Time of each list scheduler on one random layered DAG of 1,000 tasks and 30 nodes, warm.</summary>
internal static class HeftBenchmark
{
    private const int Tasks = 1000;
    private const int Nodes = 30;
    private const int WarmUps = 100;
    private const int Repeats = 300;
    private const int SlowRepeats = 5;
    private const int Rounds = 3;
    private const double MustMs = 3;

    /// <summary>The bar is for HEFT; the others are compared with it.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var problem = RandomSchedules.Layered(7, Tasks, Nodes, 1);
        Times(new Heft(), problem, WarmUps);
        var tails = new List<double>();
        var median = (await Turns.Take(0, run.Rounds(Rounds), () =>
        {
            var times = Times(new Heft(), problem, Repeats);
            tails.Add(times[Repeats * 99 / 100]);
            return Task.FromResult(times[Repeats / 2]);
        }))[0];
        var size = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Tasks} tasks, {problem.Edges.Length} edges, {Nodes} nodes");
        var rows = new List<Row>
        {
            Row.Bounded($"heft/1, {size}, median", median, "ms", Bar.AtMost(MustMs)),
            Row.Printed($"heft/1, {size}, p99", new Series(tails).Text("ms")),
        };
        foreach (var list in ScheduleSearch.Starts.Where(l => l is not Heft))
        {
            Times(list, problem, SlowRepeats);
            var time = new Series([Times(list, problem, SlowRepeats)[SlowRepeats / 2]]);
            rows.Add(Row.Printed($"{list.Name}, the same, median", time.Text("ms"), $"heft/1: {median.Text("ms")}"));
        }

        return rows;
    }

    private static List<double> Times(IListScheduler list, ScheduleProblem problem, int repeats)
    {
        var times = new List<double>(repeats);
        for (var k = 0; k < repeats; k++)
        {
            var start = Stopwatch.GetTimestamp();
            list.Build(problem);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return times;
    }
}
