using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// How near tier 1 comes to proven max-min optima within the budget, without OR-Tools. The clock is looked at between
/// two slices of counted work; the last slice may end a little after the budget, so the time taken is printed.
/// </summary>
internal static class ExactRows
{
    private const double Optimal = 1 - 1e-6;
    private const ulong Seed = 1;

    /// <summary>Measures every instance of the file.</summary>
    public static Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var path = run.Data ?? Path.Combine(Repository.Data, "planner", "exact.json");
        if (!File.Exists(path))
        {
            IReadOnlyList<Row> skipped = [Row.Skipped("planner exact", $"{path} is not on this machine")];
            return Task.FromResult(skipped);
        }

        var instances = ExactFile.Read(path);
        Solve(instances[0], run.Budget);
        var results = instances.Select(instance => Say(run, instance, Solve(instance, run.Budget))).ToList();
        return Task.FromResult(Summary(instances.Count, results, run.Budget));
    }

    private static IReadOnlyList<Row> Summary(int count, List<Result> results, TimeSpan budget)
    {
        var what = $"planner tier 1, {count} instances with proven max-min rate, {budget.TotalSeconds} s each";
        var optimal = 100.0 * results.Count(r => r.Ratio >= Optimal) / count;
        var (mean, worst) = (100 * results.Average(r => 1 - r.Ratio), 100 * results.Max(r => 1 - r.Ratio));
        return
        [
            Row.Bounded($"{what}: optimum reached", new Series([optimal]), "%", Bar.AtLeast(90)),
            Row.Bounded($"{what}: mean gap", new Series([mean]), "%", Bar.AtMost(0.5)),
            Row.Bounded($"{what}: worst gap", new Series([worst]), "%", Bar.AtMost(5)),
            Row.Bounded(
                $"{what}: plans refused by the verifier", new Series([results.Count(r => !r.IsSound)]), "",
                Bar.AtMost(0)),
            Row.Printed(
                $"{what}: time until the best", new Series([.. results.Select(r => r.BestAt.TotalMilliseconds)])
                    .Text("ms")),
            Row.Printed(
                $"{what}: time taken", new Series([.. results.Select(r => r.Taken.TotalMilliseconds)]).Text("ms")),
        ];
    }

    private static Result Solve(ExactInstance instance, TimeSpan budget)
    {
        var clock = Stopwatch.StartNew();
        var search = new TierOneSearch(instance.Snapshot, Seed, Environment.ProcessorCount);
        var (best, bestAt) = (search.Best(), clock.Elapsed);
        while (clock.Elapsed < budget && !search.IsExhausted)
        {
            search.Advance(search.Work + 1);
            var next = search.Best();
            bestAt = next.Report.Objective > best.Report.Objective ? clock.Elapsed : bestAt;
            best = next;
        }

        var rate = best.Jobs.Count < instance.Snapshot.Jobs.Count ? 0 : best.Jobs.Min(j => j.Rate.Value);
        var isSound = PlanVerifier.Check(instance.Snapshot, best).Count == 0;
        return new Result(rate / instance.Rate, isSound, bestAt, clock.Elapsed, search.Work);
    }

    private static Result Say(BenchmarkRun run, ExactInstance instance, Result result)
    {
        run.Say(FormattableString.Invariant(
            $"  {instance.Name,-24} {result.Ratio:0.000000} of {instance.Rate:0.0000}, best after ")
            + FormattableString.Invariant(
                $"{result.BestAt.TotalMilliseconds:0} ms, {result.Work / 1e6:0} M units of work"));
        return result;
    }

    private sealed record Result(double Ratio, bool IsSound, TimeSpan BestAt, TimeSpan Taken, long Work);
}
