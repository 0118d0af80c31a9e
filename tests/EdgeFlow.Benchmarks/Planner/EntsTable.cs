using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Metrics;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// The rows of one ENTS setting: the bars are on tier 1 over OTFA, seed by seed. A rate of OTFA that is 0 counts as
/// reached by any. What gets worse is printed too.
/// </summary>
internal static class EntsTable
{
    private const string Ours = "tier1";
    private const string Theirs = "otfa";
    private const double MustGain = 1.35;

    // Bandwidth is in whole bits a second: rates that are equal but for that differ in the seventh digit.
    private const double Equal = 1 - 1e-5;

    /// <summary>The rows.</summary>
    /// <param name="what">The setting.</param>
    /// <param name="results">One a seed.</param>
    /// <param name="mostGap">The largest mean gap to the certified bound, in percent; null for no bar.</param>
    public static IEnumerable<Row> Rows(string what, IReadOnlyList<EntsResult> results, double? mostGap)
    {
        var average = Ratios(results, Ours, r => r.Average);
        yield return new Row(
            $"{what}: average rate", $"tier 1: {Mean(results, Ours, r => r.Average)} frames/s",
            $"OTFA: {Mean(results, Theirs, r => r.Average)} frames/s", Text(average), $"≥ {MustGain} × in the mean",
            Bar.AtLeast(MustGain).Judge(average.Average()));
        yield return Least($"{what}: average on the worst seed", average);
        yield return Least($"{what}: lowest rate on the worst seed", Ratios(results, Ours, r => r.Min));
        yield return Least($"{what}: p10 on the worst seed", Ratios(results, Ours, r => r.P10));
        yield return Row.Printed(
            $"{what}: the best that any plan could do over OTFA, by certificate",
            Text([.. results.Select(r => r.Bound / r.Columns[Theirs].Rates.Average)]));
        double[] gaps = [.. results.Select(r => 100 * (1 - r.Columns[Ours].Rates.Average / r.Bound))];
        yield return new Row(
            $"{what}: gap to the certified bound, mean", $"{Spread(gaps)} %", "", "",
            mostGap is { } most ? $"≤ {Figure.Text(most)} %" : "print",
            mostGap is { } limit ? Bar.AtMost(limit).Judge(gaps.Average()) : Verdict.Printed);
        foreach (var (name, words) in new[] { ("otfa+", "OTFA+"), ("tier0", "tier 0") })
        {
            yield return Row.Printed(
                $"{what}: {words} over OTFA", Text(Ratios(results, name, r => r.Average)),
                $"waiting: {words} {Waiting(results, name)}, OTFA {Waiting(results, Theirs)}");
        }

        yield return Row.Printed($"{what}: what pays for the average", Payers(results));
        yield return Row.Printed(
            $"{what}: time", $"tier 1: {Milliseconds(results, Ours)}, tier 0: {Milliseconds(results, "tier0")}",
            $"OTFA: {Milliseconds(results, Theirs)}");
        yield return Row.Bounded(
            $"{what}: plans refused by the verifier",
            new Series([results.Sum(r => r.Columns.Values.Count(c => !c.IsSound))]), "", Bar.AtMost(0));
    }

    private static Row Least(string what, double[] ratios) =>
        new(what, "", "OTFA", Text(ratios), "≥ 1 × on every seed", Bar.AtLeast(Equal).Judge(ratios.Min()));

    private static string Payers(IReadOnlyList<EntsResult> results)
    {
        var metrics = new (string Name, Func<RateSummary, double> Of)[]
        {
            ("lowest rate", r => r.Min), ("p10", r => r.P10), ("median", r => r.Median), ("Jain's index", r => r.Jain),
        };
        var worse = metrics.Select(m => (m.Name, Mean: Ratios(results, Ours, m.Of).Average()))
            .Where(m => m.Mean < Equal).Select(m => $"{m.Name} {Figure.Text(m.Mean)} × of OTFA").ToList();
        return worse.Count == 0 ? "nothing: lowest rate, p10, median and Jain's index are not worse in the mean"
            : string.Join(", ", worse);
    }

    private static double[] Ratios(IReadOnlyList<EntsResult> results, string name, Func<RateSummary, double> of) =>
    [
        .. results.Select(r => (Ours: of(r.Columns[name].Rates), Theirs: of(r.Columns[Theirs].Rates)))
            .Select(p => p.Theirs > 0 ? p.Ours / p.Theirs : 1),
    ];

    private static string Text(double[] ratios) => $"{Spread(ratios)} ×";

    private static string Spread(double[] values) =>
        $"{Figure.Text(values.Average())} ({Figure.Text(values.Min())} – {Figure.Text(values.Max())})";

    private static string Mean(IReadOnlyList<EntsResult> results, string name, Func<RateSummary, double> of) =>
        Figure.Text(results.Average(r => of(r.Columns[name].Rates)));

    private static string Waiting(IReadOnlyList<EntsResult> results, string name) =>
        Figure.Text(results.Average(r => r.Columns[name].Waiting));

    private static string Milliseconds(IReadOnlyList<EntsResult> results, string name) =>
        new Series([.. results.Select(r => r.Columns[name].Taken.TotalMilliseconds)]).Text("ms");
}
