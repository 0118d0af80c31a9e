using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning.Scheduling;
using EdgeFlow.Planning.Scheduling.Bounds;
using EdgeFlow.Planning.Scheduling.Lists;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// Makespans of the anytime search against those that other schedulers left in the files. The budget is processor time
/// of the one thread that searches, so that a busy machine does not change what is compared. A makespan in a file that
/// is below a proven lower bound belongs to no schedule: it is named, and the next best counts where never being above
/// the best is asked; the means are over all as they are in the files.
/// </summary>
internal static class SchedulingBenchmark
{
    private const double MustOfBest = 0.97;
    private const double MustOfHeft = 0.92;

    // The files give six decimals.
    private const double Tolerance = 1e-6;

    // A slice is long enough for the clock and short beside any budget.
    private const long Slice = 200_000;

    /// <summary>One row an instance, one a family, and the bars.</summary>
    public static Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var path = run.Data ?? Path.Combine(Repository.Data, "dags", "scheduling");
        if (!Path.Exists(path))
        {
            return Task.FromResult<IReadOnlyList<Row>>([Row.Skipped("batch scheduling", $"{path} is not there")]);
        }

        // The first search of a process waits for the compiler, which no other one does.
        var instances = SchedulingFile.Read(path);
        Solve(instances[0], run.Budget);
        var results = new List<Result>();
        foreach (var instance in instances)
        {
            results.Add(Solve(instance, run.Budget));
            run.Say($"{instance.Name}: {Figure.Text(results[^1].Makespan / results[^1].Best)} of the best");
        }

        return Task.FromResult<IReadOnlyList<Row>>([.. Bars(results), .. Families(results), .. results.Select(Line)]);
    }

    private static IEnumerable<Row> Bars(List<Result> results)
    {
        var above = results.Count(r => r.Makespan > r.Best * (1 + Tolerance));
        var impossible = results.Sum(r => r.Impossible.Count);
        yield return Row.Bounded(
            "instances above the best of the others", new Series([above]), $"of {results.Count}", Bar.AtMost(0));
        yield return Row.Printed("makespans in the files below a proven bound (left out above)", $"{impossible}");
        yield return Row.Bounded(
            "makespan / best in the file, geometric mean", Mean(results, r => r.Makespan / r.Instance.Best), "×",
            Bar.AtMost(MustOfBest));
        yield return Row.Bounded(
            "makespan / heft/1, geometric mean", Mean(results, r => r.Makespan / r.Heft), "×", Bar.AtMost(MustOfHeft));
        yield return Row.Printed(
            "makespan / lower bound, geometric mean", Mean(results, r => r.Makespan / r.Bound).Text("×"));
        yield return Row.Bounded(
            "schedules or bounds that the check refuses", new Series([results.Count(r => !r.IsSound)]), "",
            Bar.AtMost(0));
    }

    private static IEnumerable<Row> Families(List<Result> results) => results.GroupBy(r => r.Instance.Family)
        .Select(f => Row.Printed(
            $"family {f.Key}, geometric means of {f.Count()}",
            $"{Mean(f, r => r.Makespan / r.Instance.Best).Text("× best")}, "
            + $"{Mean(f, r => r.Makespan / r.Heft).Text("× heft")}",
            $"bound: {Mean(f, r => r.Makespan / r.Bound).Text("×")}"));

    private static Row Line(Result r) => Row.Printed(
        $"{r.Instance.Name} ({r.Instance.Problem.TaskCount} × {r.Instance.Problem.NodeCount})",
        $"{Figure.Text(r.Makespan)} s = {Figure.Text(r.Makespan / r.Instance.Best)} × best, "
        + $"{Figure.Text(r.Makespan / r.Heft)} × heft; bound {Figure.Text(r.Bound)}, "
        + $"gap {Figure.Text(100 * (r.Makespan / r.Bound - 1))} %, work {r.Work}",
        r.Impossible.Count == 0 ? "" : $"impossible: {string.Join(", ", r.Impossible)}");

    private static Series Mean(IEnumerable<Result> results, Func<Result, double> ratio) =>
        new([Math.Exp(results.Average(r => Math.Log(ratio(r))))]);

    private static Result Solve(SchedulingInstance instance, TimeSpan budget)
    {
        var start = Environment.CpuUsage.TotalTime;
        var bound = MakespanBounds.Of(instance.Problem);
        var search = new ScheduleSearch(instance.Problem, 1, bound.Value);
        while (!search.IsExhausted && Environment.CpuUsage.TotalTime - start < budget)
        {
            search.Advance(search.Work + Slice);
        }

        var best = search.Best()!;
        var impossible = instance.Makespans.Where(m => m.Value < bound.Value * (1 - Tolerance)).ToList();
        var isSound = ScheduleCheck.Check(instance.Problem, best).Count == 0
            && ScheduleCheck.Check(instance.Problem, bound).Count == 0;
        return new Result(
            instance, best.Makespan, new Heft().Build(instance.Problem)!.Makespan, bound.Value,
            instance.Makespans.Values.Except(impossible.Select(m => m.Value)).DefaultIfEmpty(double.NaN).Min(),
            [.. impossible.Select(m => m.Key)], search.Work, isSound);
    }

    private sealed record Result(
        SchedulingInstance Instance, double Makespan, double Heft, double Bound, double Best,
        IReadOnlyList<string> Impossible, long Work, bool IsSound);
}
