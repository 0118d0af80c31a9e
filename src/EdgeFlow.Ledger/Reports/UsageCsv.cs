using System.Globalization;
using EdgeFlow.Protocol.Reports;

namespace EdgeFlow.Ledger.Reports;

/// <summary>Reports as CSV: numbers with a point and without grouping, units in the columns' names. Pure.</summary>
public static class UsageCsv
{
    private static readonly (string Name, Func<UsageRow, UsageFigure> Of)[] Figures =
    [
        ("frames", row => row.Frames), ("compute_seconds", row => row.ComputeSeconds),
        ("link_bytes", row => row.LinkBytes), ("energy_joules", row => row.EnergyJoules), ("price", row => row.Price),
    ];

    private static readonly (string Name, Func<LostUsage, double> Of)[] Lost =
    [
        ("compute_seconds", lost => lost.ComputeSeconds), ("link_bytes", lost => lost.LinkBytes),
        ("energy_joules", lost => lost.EnergyJoules), ("price", lost => lost.Price),
    ];

    /// <summary>The header line, with its end.</summary>
    /// <param name="kind">What the report is by.</param>
    public static string Header(string kind) => CsvText.Line(
        [kind, .. Figures.SelectMany(figure => new[] { figure.Name, $"planned_{figure.Name}" }), "drifting",
            .. Lost.Select(figure => $"lost_{figure.Name}"), .. Lost.Select(figure => $"lost_at_most_{figure.Name}")]);

    /// <summary>The line of a row, with its end.</summary>
    public static string Row(UsageRow row) => CsvText.Line(
    [
        row.Name,
        .. Figures.Select(figure => figure.Of(row)).SelectMany(
            figure => new[] { Number(figure.Measured), Number(figure.Planned) }),
        string.Join(' ', Figures.Where(figure => figure.Of(row).IsDrifting).Select(figure => figure.Name)),
        .. Lost.Select(figure => Number(figure.Of(row.Lost))),
        .. Lost.Select(figure => Number(figure.Of(row.LostAtMost))),
    ]);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
