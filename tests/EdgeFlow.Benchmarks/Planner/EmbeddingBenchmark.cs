using System.Diagnostics;
using System.Globalization;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Experiments.Requests;
using EdgeFlow.Planning.Admission;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// Requests that come and go on a network: what admission reaches, beside the heuristics that the file tells of and one
/// run here. Every embedding is audited in the file's own numbers; a wrong one ends the row. Also on instances drawn
/// anew, so that a result that holds on the files alone would show.
/// </summary>
internal static class EmbeddingBenchmark
{
    private const double MustMs = 5;
    private const ulong Seed = 1;
    private const int FreshSeed = 20_260;

    private static readonly double[] s_freshRates = [0.04, 0.08, 0.16, 0.32];

    /// <summary>One group of rows an instance.</summary>
    public static Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var path = run.Data ?? Path.Combine(Repository.Data, "planner", "embedding");
        if (!Path.Exists(path))
        {
            return Task.FromResult<IReadOnlyList<Row>>([Row.Skipped("planner embedding", $"{path} is not there")]);
        }

        var instances = EmbeddingFile.ReadAll(path).ToList();
        if (run.Data is null)
        {
            instances.AddRange(s_freshRates.Select(rate => EmbeddingWorld.Generate(FreshSeed, rate)));
        }

        // The first requests of all are answered by code that is still being compiled.
        Ours(EmbeddingWorld.Generate(0, 0.08));
        return Task.FromResult<IReadOnlyList<Row>>(
            [.. instances.SelectMany(Measure), .. run.Data is null ? AdmissionRows.Measure() : []]);
    }

    private static IEnumerable<Row> Measure(EmbeddingInstance instance)
    {
        var (ours, times, processor) = Ours(instance);
        var rank = Baseline(instance, out var rankMs);
        EmbeddingResult[] others = [.. instance.Results, rank];
        var what = $"planner embedding, {instance.Name}";
        var all = ours.Accepted == ours.Requests;
        yield return Above($"{what}: acceptance", ours.Acceptance, all, others, r => r.Acceptance);
        yield return Above($"{what}: time revenue", ours.TimeRevenue, all, others, r => r.TimeRevenue);
        yield return Above($"{what}: revenue", ours.Revenue, all, others, r => r.Revenue);
        yield return Above($"{what}: revenue to cost", ours.RevenueToCost, false, others, r => r.RevenueToCost);
        var mean = times.Average();
        times.Sort();
        var bar = Bar.AtMost(MustMs);
        yield return new Row(
            $"{what}: a request, mean", $"{Figure.Text(mean)} ms, p99 {Figure.Text(times[times.Count * 99 / 100])} ms, "
            + $"processor {Figure.Text(processor)} ms", $"{rank.Name}: {Figure.Text(rankMs)} ms",
            $"{Figure.Text(mean / rankMs)} ×", bar.Text("ms"), bar.Judge(mean));
    }

    private static (ReplayResult Result, List<double> Times, double Processor) Ours(EmbeddingInstance instance)
    {
        var board = new AdmissionBoard(instance.Network());
        var times = new List<double>(instance.Requests.Count);
        var before = Environment.CpuUsage.TotalTime;
        var result = new RequestReplay(instance, job =>
        {
            var start = Stopwatch.GetTimestamp();
            var answer = board.Offer(job, Seed);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return answer.Plan;
        }, board.Release).Run();
        var used = Environment.CpuUsage.TotalTime - before;
        return (result, times, used.TotalMilliseconds / Math.Max(1, times.Count));
    }

    private static EmbeddingResult Baseline(EmbeddingInstance instance, out double mean)
    {
        var start = Stopwatch.GetTimestamp();
        var result = new RankHeuristic(instance).Run();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        mean = seconds * 1000 / Math.Max(1, result.Requests);
        return new EmbeddingResult(
            "NRM rank here", result.Acceptance, result.Revenue, result.TimeRevenue, result.RevenueToCost, seconds);
    }

    // Above each of them is above the best of them; nothing is above all that was asked for.
    private static Row Above(
        string what, double ours, bool isAll, EmbeddingResult[] others, Func<EmbeddingResult, double> figure)
    {
        var best = others.MaxBy(figure)!;
        return new Row(
            what, Text(ours), $"{best.Name}: {Text(figure(best))}", $"{Figure.Text(ours / figure(best))} ×",
            "> best heuristic", ours > figure(best) || isAll ? Verdict.Met : Verdict.Missed);
    }

    private static string Text(double value) =>
        value.ToString(value < 10 ? "0.000" : value < 1e6 ? "N0" : "0.000e0", CultureInfo.InvariantCulture);
}
