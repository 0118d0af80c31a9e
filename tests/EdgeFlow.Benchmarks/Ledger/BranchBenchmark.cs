using System.Diagnostics;
using System.Globalization;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Domain.Units;
using EdgeFlow.Ledger.Branches;

namespace EdgeFlow.Benchmarks.Ledger;

/// <summary>
/// 1,000 branches of a history of 50 jobs on 70 nodes: each node fails at 14 moments spread over the history, and 20
/// links lose nine tenths of their capacity at its beginning. All cores.
/// </summary>
internal static class BranchBenchmark
{
    private const int Nodes = 70;
    private const int Jobs = 50;
    private const int Branches = 1_000;
    private const int Moments = 14;
    private const int Rounds = 1;
    private const double MustSeconds = 60;

    /// <summary>Measures it.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var recording = BranchHistory.Make(Nodes, Jobs);
        var window = BranchWindow.Whole(recording);
        var specs = Specs(recording);
        var same = BranchStudy.Run(recording, window, [BranchSpec.Same], 1)[0];
        var (seconds, processor) = (new List<double>(), new List<double>());
        var plans = 0;
        await Turns.Take(0, run.Rounds(Rounds), () =>
        {
            var (start, before) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
            var outcomes = BranchStudy.Run(recording, window, specs, Environment.ProcessorCount);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            seconds.Add(elapsed);
            processor.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
            plans = outcomes.Sum(outcome => outcome.Plans.Count);
            return Task.FromResult(elapsed);
        });
        var what = $"{Branches:N0} what-if branches, {Jobs} jobs on {Nodes} nodes";
        return
        [
            Row.Bounded(what, new Series(seconds), "s", Bar.AtMost(MustSeconds)),
            Row.Printed($"{what}, processor time", new Series(processor).Text("s")),
            Row.Printed($"{what}, plans adopted in them", plans.ToString("N0", CultureInfo.InvariantCulture)),
            Row.Printed(
                "the same history with no change, decisions that came out byte by byte",
                $"{same.Reproduced.Same} of {same.Reproduced.Of}"),
        ];
    }

    private static List<BranchSpec> Specs(Recording recording)
    {
        var (world, length) = (recording.WorldAt(recording.Count), recording.Last - recording.First);
        var nodes = world.Nodes.Keys.SelectMany(node => Enumerable.Range(0, Moments).Select(moment =>
            new BranchSpec($"{node} {moment}", [new FailNode(node, length * moment / Moments)])));
        var links = world.Links.Values.Select(link => new BranchSpec(
            link.State.Link.Value,
            [new ChangeLink(link.State.Link, new BitsPerSecond(link.State.Declared.Value / 10), TimeSpan.Zero)]));
        return [.. nodes.Concat(links).Take(Branches)];
    }
}
