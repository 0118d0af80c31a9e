using System.Globalization;
using EdgeFlow.Experiments.Reporting;
using EdgeFlow.Experiments.Simulation;

namespace EdgeFlow.Experiments.Figures;

/// <summary>A panel as lines for people, as CSV and as a plot.</summary>
/// <param name="panel">The panel.</param>
/// <param name="result">Its runs.</param>
/// <param name="assumed">What was assumed, for the head.</param>
public sealed class PanelReport(Panel panel, SweepResult result, string assumed)
{
    private const string Reference = "otfa";

    private static readonly (string Name, Func<OnlineResult, double> Of)[] s_metrics =
    [
        ("average", r => r.Rates.Average), ("min", r => r.Rates.Min), ("p10", r => r.Rates.P10),
        ("median", r => r.Rates.Median), ("jain", r => r.Rates.Jain), ("waiting_s", r => r.Waiting),
        ("queueing_s", r => r.Queueing), ("planning_s", r => r.Planning), ("moved_tasks", r => r.Moved),
        ("never_placed", r => r.NeverPlaced),
    ];

    private string Title => $"Fig. 3.11({panel.Letter}): {panel.Metric}";

    /// <summary>The table, and what OTFA gains.</summary>
    public IReadOnlyList<string> Lines()
    {
        var table = new TextTable(
            [result.Sweep.Axis, .. result.Policies.Select(p => p.Name)],
            [
                .. result.Sweep.Points.Select((p, k) => (string[])
                [
                    p.X.ToString(CultureInfo.InvariantCulture),
                    .. result.Policies.Select((_, policy) => result.Of(k, policy, panel.Of).ToString()),
                ]),
            ]);
        return
        [
            $"{Title}, {result.Runs[0][0].Count} seeds, mean ± half of the 95 % interval", assumed,
            OnlineSettings.OtherReadings,
            $"the thesis: {panel.Claim}", "", .. table.Lines(), "", .. panel.IsThroughput ? Gains() : [], "",
        ];
    }

    /// <summary>All metrics of every point and policy.</summary>
    public IEnumerable<string> Csv() => new TextTable(
        ["x", "policy", .. s_metrics.SelectMany(m => new[] { m.Name, $"{m.Name}_ci95" })],
        [
            .. result.Sweep.Points.SelectMany((p, k) => result.Policies.Select((policy, j) => (string[])
            [
                Exact(p.X), policy.Name,
                .. s_metrics.Select(m => result.Of(k, j, m.Of))
                    .SelectMany(e => new[] { Exact(e.Mean), Exact(e.HalfWidth) }),
            ])),
        ]).Csv();

    /// <summary>The plot as SVG.</summary>
    public string Plot() => new LinePlot(
        Title, result.Sweep.Axis, panel.Metric,
        [
            .. result.Policies.Select((p, j) => new PlotLine(
                p.Name, [.. result.Sweep.Points.Select((x, k) => (x.X, result.Of(k, j, panel.Of)))])),
        ]).Draw();

    private IEnumerable<string> Gains()
    {
        var names = result.Policies.Select(p => p.Name).ToList();
        var otfa = names.IndexOf(Reference);
        yield return "what OTFA gains along the axis (F9: the thesis names 43 % to 220 %, and not over what):";
        for (var j = 0; j < names.Count && otfa >= 0; j++)
        {
            if (j == otfa)
            {
                continue;
            }

            var gains = Enumerable.Range(0, result.Sweep.Points.Count)
                .Select(k => (result.Of(k, otfa, panel.Of).Mean, result.Of(k, j, panel.Of).Mean))
                .Where(p => p.Item2 > 0).Select(p => 100 * (p.Item1 / p.Item2 - 1)).ToList();
            if (gains.Count > 0)
            {
                yield return FormattableString.Invariant(
                    $"  over {names[j]}: {gains.Min():+0;-0;0} % to {gains.Max():+0;-0;0} %");
            }
        }
    }

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
