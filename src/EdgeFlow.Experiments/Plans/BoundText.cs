using System.Globalization;
using EdgeFlow.Experiments.Reporting;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>A bound for people.</summary>
internal static class BoundText
{
    private const int MostPrices = 20;

    /// <summary>The bound, how it was found, whether its arithmetic holds, what a plan lacks of it, and its highest
    /// prices; the same of the makespan where there are batch jobs besides.</summary>
    public static IReadOnlyList<string> Lines(BoundReport report) => report.Batch is { } batch
        ? [.. One(report), "", .. One(batch)] : [.. One(report)];

    private static IEnumerable<string> One(BoundReport report)
    {
        var prices = report.Certificate.Prices.OrderByDescending(p => p.Price)
            .ThenBy(p => p.Resource, StringComparer.Ordinal).ToList();
        var table = new TextTable(
            ["resource", "price"],
            [.. prices.Take(MostPrices).Select(p => (string[])[p.Resource, Number(p.Price)])]);
        return
        [
            IsMakespan(report) ? $"under no plan do the batch jobs end before {Number(1 / report.Bound)} s"
                : $"no plan has a higher {Choice.Name(report.Objective)} than {Number(report.Bound)}",
            report.IsProven ? "its prices prove it" : $"its prices do not prove it: {report.Fault}",
            Found(report),
            .. report.Plan is { } plan ? (string[])[Reached(report, plan)] : [],
            "", .. prices.Count > 0 ? table.Lines() : [],
            .. prices.Count > MostPrices ? (string[])[$"and {prices.Count - MostPrices} more"] : [],
        ];
    }

    private static string Reached(BoundReport report, PlanGap plan)
    {
        var value = !IsMakespan(report) ? $"has {Number(plan.Value)}"
            : plan.Value > 0 ? $"ends after {Number(1 / plan.Value)} s" : "leaves a batch job waiting";
        var gap = plan.Gap is { } part
            ? string.Create(CultureInfo.InvariantCulture, $"a gap of {part:P2} of the bound")
            : "no gap is told where the bound is not above 0";
        return $"the plan of {plan.Policy} keeps every rule and {value}: {gap}";
    }

    private static string Found(BoundReport report)
    {
        var job = report.Certificate.Makespan?.Job is { } its ? $" of {its}" : "";
        var time = report.Milliseconds < 1000
            ? $"{Number(report.Milliseconds)} ms" : $"{Number(report.Milliseconds / 1000)} s";
        return $"found by {report.Certificate.Method}{job}, work {report.Work}, in {time}";
    }

    private static bool IsMakespan(BoundReport report) => report.Objective == Objective.Makespan;

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
