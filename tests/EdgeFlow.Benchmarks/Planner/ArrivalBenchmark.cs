using System.Diagnostics;
using System.Globalization;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>Time of one arrival beside 50 running jobs on 70 nodes, and on other sizes, with the whole of
/// Planner.Plan.</summary>
internal static class ArrivalBenchmark
{
    private const int Arrivals = 300;
    private const int WarmUps = 200;

    /// <summary>Measures and prints.</summary>
    public static void Run(TextWriter output)
    {
        output.WriteLine("tier 0, one arrival (ENTS defaults, 10 Mbit/s links)");
        output.WriteLine("nodes  jobs  arrivals  mean ms   p50 ms   p99 ms   max ms  moved  mean rate");
        foreach (var (nodes, jobs, arrivals) in new[] { (30, 50, Arrivals), (70, 50, Arrivals), (100, 50, Arrivals) })
        {
            output.WriteLine(Measure(nodes, jobs, arrivals));
        }
    }

    /// <summary>Measures arrivals, each from the same running plan, of jobs that differ.</summary>
    private static string Measure(int nodes, int jobs, int arrivals)
    {
        var world = new EntsWorld(7);
        var running = world.Network(nodes);
        for (var k = 0; k < jobs; k++)
        {
            running = running with { Jobs = [.. running.Jobs, world.Job(k, running.Nodes)] };
            running = Adopt(running);
        }

        var times = new List<double>(arrivals);
        var (moved, rate) = (0, 0.0);
        for (var k = 0; k < arrivals + WarmUps; k++)
        {
            var arrival = running with { Jobs = [.. running.Jobs, world.Job(jobs + k, running.Nodes)] };
            var start = Stopwatch.GetTimestamp();
            var proposal = EdgeFlow.Planning.Planner.Plan(arrival, (ulong)k);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (k >= WarmUps)
            {
                times.Add(elapsed);
                moved += proposal.Changed.Count - 1;
                rate += proposal.Report.Objective / arrivals;
            }
        }

        times.Sort();
        var (mean, changed) = (times.Average(), (double)moved / arrivals);
        return string.Create(CultureInfo.InvariantCulture,
            $"{nodes,5} {jobs,5} {arrivals,9} {mean,8:0.00} {times[arrivals / 2],8:0.00} "
            + $"{times[arrivals * 99 / 100],8:0.00} {times[^1],8:0.00} {changed,6:0.0} {rate,10:0.0000}");
    }

    private static NetworkSnapshot Adopt(NetworkSnapshot snapshot)
    {
        var proposal = EdgeFlow.Planning.Planner.Plan(snapshot, 1);
        return snapshot with { Revision = snapshot.Revision + 1, Current = proposal.Jobs };
    }
}
