using System.Globalization;
using EdgeFlow.Cli.Output;
using EdgeFlow.Ledger.Backtests;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Protocol.Branches;

namespace EdgeFlow.Cli.Branches;

/// <summary>Prints a back-test.</summary>
internal static class BacktestPrinter
{
    /// <summary>Prints it.</summary>
    public static void Print(OutputFormat format, BacktestReport report)
    {
        if (format != OutputFormat.Table)
        {
            Printer.PrintDocument(format, new
            {
                report.Baseline, report.From, report.Until, report.Events, report.WorseThan, report.Seed,
                BacktestLimits.Resamples, BacktestLimits.Confidence, Worse = report.HasWorse,
                Policies = report.Outcomes.Select(outcome => new
                {
                    Policy = outcome.Label, Figures = WhatIfViews.Of(outcome.Figures), outcome.Notes,
                }).ToList(),
                Comparisons = report.Comparisons.Select(comparison => comparison with { }).ToList(),
            });
            return;
        }

        Console.WriteLine($"{report.Events} events, {report.From:u} until {report.Until:u}");
        Console.WriteLine();
        Policies(report);
        Console.WriteLine();
        Comparisons(report);
        foreach (var (outcome, note) in report.Outcomes.SelectMany(outcome => outcome.Notes.Select(n => (outcome, n))))
        {
            Console.WriteLine($"note, {outcome.Label}: {note}");
        }
    }

    private static void Policies(BacktestReport report)
    {
        var rows = report.Outcomes
            .Select(outcome => (outcome.Label, Figures: WhatIfViews.Of(outcome.Figures))).ToList();
        Printer.PrintList(
            OutputFormat.Table, rows, new Column<(string Label, BranchFiguresView Figures)>("policy", row => row.Label),
            new("rate", row => Units.Number(row.Figures.Rate, 3), Right: true),
            new("makespan", row => row.Figures.Makespan is { } span ? Units.Number(span, 3) : "–", Right: true),
            new("waiting", row => Units.Number(row.Figures.Waiting, 3), Right: true),
            new("moves", row => Units.Number(row.Figures.Moves, 0), Right: true),
            new("price", row => Units.Number(row.Figures.Price, 3), Right: true),
            new("done", row => Units.Number(row.Figures.Completed, 0), Right: true));
    }

    private static void Comparisons(BacktestReport report)
    {
        Printer.PrintList(
            OutputFormat.Table, report.Comparisons,
            new Column<BacktestComparison>($"against {report.Baseline}", row => row.Policy),
            new("measure", row => row.Measure.ToString().ToLowerInvariant()),
            new("jobs", row => Units.Number(row.Jobs, 0), Right: true),
            new("worse by", row => Percent(row.Worsening), Right: true),
            new("95 % interval", row => $"{Percent(row.Low)} … {Percent(row.High)}", Right: true),
            new("verdict", row => row.Verdict.ToString().ToLowerInvariant()));
    }

    private static string Percent(double part) => part.ToString("+0.##%;-0.##%;0%", CultureInfo.InvariantCulture);
}
