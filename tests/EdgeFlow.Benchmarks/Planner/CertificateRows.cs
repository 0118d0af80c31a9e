using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification.Certificates;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// Bounds of tier 2: beside proven max-min optima (the file's instances), and for the mean and the least rate beside
/// what tier 1 finds on the ENTS protocol. Every certificate is redone by <see cref="CertificateCheck"/>.
/// </summary>
internal static class CertificateRows
{
    private const double Rounding = 1e-9;
    private const int Jobs = 50;

    private static readonly (int Nodes, double MostGap)[] Ents = [(30, 3), (70, 8), (100, 8)];

    /// <summary>Measures both.</summary>
    public static Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var rows = new List<Row>();
        var path = run.Data ?? Path.Combine(Repository.Data, "planner", "exact.json");
        if (File.Exists(path))
        {
            rows.AddRange(Optima(run, ExactFile.Read(path)));
        }
        else
        {
            rows.Add(Row.Skipped("planner certificate", $"{path} is not on this machine"));
        }

        rows.AddRange(run.Data is null
            ? [
                .. Ents.SelectMany(e => Gaps(run, Objective.AverageRate, e.Nodes, e.MostGap)),
                .. Ents.SelectMany(e => Gaps(run, Objective.MaxMin, e.Nodes, null)), .. LargeBoundRows.Run(run),
            ] : (Row[])[]);
        return Task.FromResult<IReadOnlyList<Row>>(rows);
    }

    private static IEnumerable<Row> Optima(BenchmarkRun run, IReadOnlyList<ExactInstance> instances)
    {
        var (gaps, times) = (new List<double>(), new List<double>());
        var (below, refused) = (0, 0);
        foreach (var instance in instances)
        {
            var clock = Stopwatch.StartNew();
            var certificate = UpperBound.Certify(instance.Snapshot, Objective.MaxMin)!;
            times.Add(clock.Elapsed.TotalMilliseconds);
            gaps.Add(100 * (certificate.Bound / instance.Rate - 1));
            below += certificate.Bound < instance.Rate * (1 - Rounding) ? 1 : 0;
            refused += CertificateCheck.Check(instance.Snapshot, certificate).Count > 0 ? 1 : 0;
            run.Say(FormattableString.Invariant(
                $"  {instance.Name,-24} rate {instance.Rate:0.0000}, bound {certificate.Bound:0.0000}"));
        }

        var what = $"planner tier 2, {instances.Count} instances with proven max-min rate";
        yield return Row.Bounded($"{what}: bounds below the optimum", new Series([below]), "", Bar.AtMost(0));
        yield return Row.Bounded($"{what}: certificates refused", new Series([refused]), "", Bar.AtMost(0));
        yield return Row.Bounded($"{what}: mean gap", new Series([gaps.Average()]), "%", Bar.AtMost(10));
        yield return Row.Printed($"{what}: gap", new Series(gaps).Text("%"));
        yield return Row.Printed($"{what}: time", new Series(times).Text("ms"));
    }

    private static IEnumerable<Row> Gaps(BenchmarkRun run, Objective objective, int nodes, double? mostGap)
    {
        var (gaps, times, uncut) = (new List<double>(), new List<double>(), new List<double>());
        var refused = 0;
        for (var seed = 1UL; seed <= (ulong)run.Rounds(3); seed++)
        {
            var snapshot = new EntsWorld(seed, EntsSettings.Light with { Objective = objective }).Snapshot(nodes, Jobs);
            var clock = Stopwatch.StartNew();
            var search = new TierOneSearch(snapshot, seed, Environment.ProcessorCount);
            while (clock.Elapsed < run.Budget && !search.IsExhausted)
            {
                search.Advance(search.Work + 1);
            }

            var value = search.Best().Report.Objective;
            clock.Restart();
            var certificate = UpperBound.Certify(snapshot, objective, UpperBound.AmpleWork, value)!;
            times.Add(clock.Elapsed.TotalSeconds);
            gaps.Add(100 * (1 - value / certificate.Bound));
            refused += CertificateCheck.Check(snapshot, certificate).Count > 0 ? 1 : 0;
            if (objective != Objective.MaxMin)
            {
                uncut.Add(100 * (1 - value / WithoutCuts(snapshot, objective)));
            }

            run.Say(FormattableString.Invariant(
                $"  ENTS {nodes} nodes, seed {seed}, {objective}: {value:0.000}, bound {certificate.Bound:0.000}"));
        }

        var what = $"planner tier 2, ENTS, {Jobs} jobs on {nodes} nodes, {Words(objective)} rate";
        var gap = new Series([gaps.Average()]);
        var of = $"{what}: mean gap of tier 1 in {run.Budget.TotalSeconds} s";
        yield return mostGap is { } most ? Row.Bounded(of, gap, "%", Bar.AtMost(most)) : Row.Printed(of, gap.Text("%"));
        if (uncut.Count > 0)
        {
            yield return Row.Printed($"{what}: the same without cuts", new Series([uncut.Average()]).Text("%"));
        }

        yield return Row.Bounded($"{what}: certificates refused", new Series([refused]), "", Bar.AtMost(0));
        yield return Row.Printed($"{what}: time of the bound", new Series(times).Text("s"));
    }

    private static string Words(Objective objective) => objective == Objective.MaxMin ? "least" : "mean";

    /// <summary>What column generation proves with the same work and no rate cut off.</summary>
    private static double WithoutCuts(NetworkSnapshot snapshot, Objective objective)
    {
        var problem = new BoundProblem(snapshot);
        var dual = new RateDual(problem, objective);
        return dual.Certify("", new RateBound(problem, dual, []).Run(UpperBound.AmpleWork)).Bound;
    }
}
