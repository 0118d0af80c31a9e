using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Ledger.Reports;
using EdgeFlow.Protocol.Reports;

namespace EdgeFlow.Cli.Reports;

/// <summary><c>edgeflow report</c>: what was used, planned against measured.</summary>
internal static class ReportCommand
{
    // A row a line: more than anybody reads, and a bound on what is fetched.
    private const int MostRows = 100_000;

    private static readonly Argument<string> Kind = new("by") { Description = "job, node, tenant, link or day" };

    private static readonly Argument<string?> Name = new("name")
    {
        Description = "Only this one; a day as 2026-03-04",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Since =
        Moment.OrElse("--since", "From this time on; whole hours; else 30 days before the end");

    private static readonly Option<string?> Until = Moment.OrElse("--until", "Before this time; else now");

    private static readonly Column<UsageRow>[] Columns =
    [
        new("frames", row => Both(row.Frames, value => Units.Number(value, 0)), Right: true),
        new("compute", row => Both(row.ComputeSeconds, value => $"{Units.Number(value, 2)} s"), Right: true),
        new("over links", row => Both(row.LinkBytes, value => Units.Size((long)value)), Right: true),
        new("energy", row => Both(row.EnergyJoules, value => $"{Units.Number(value, 2)} J"), Right: true),
        new("price", row => Both(row.Price, value => Units.Number(value, 6)), Right: true),
        new("lost", row => Told(row.Lost), Right: true),
        new("died, at most", row => Told(row.LostAtMost), Right: true),
    ];

    /// <summary>The command.</summary>
    public static Command Make()
    {
        Kind.AcceptOnlyFromAmong([.. UsageReports.Kinds]);
        var command = new Command(
            "report", "Say what was used by job, node, tenant, link or day: measured, planned, and where they differ")
        {
            Kind, Name, Since, Until,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancel)
    {
        using var client = parsed.Client();
        var kind = parsed.GetValue(Kind)!;
        var report = await Read(client, Path(parsed, kind), cancel);
        switch (parsed.GetValue(Printer.Format))
        {
            case OutputFormat.Csv:
                Console.Write(UsageCsv.Header(kind));
                Console.Write(string.Concat(report.Items.Select(UsageCsv.Row)));
                break;
            case OutputFormat.Table:
                Printer.PrintList(
                    OutputFormat.Table, report.Items, [new Column<UsageRow>(kind, row => row.Name), .. Columns]);
                Console.WriteLine(
                    $"{report.Since:yyyy-MM-dd HH:mm} to {report.Until:yyyy-MM-dd HH:mm} UTC; measured / planned; "
                    + $"! marks what is {report.DriftRule}.");
                break;
            case var format:
                Printer.PrintDocument(format, report);
                break;
        }
    }

    private static async Task<UsageReport> Read(EdgeFlowClient client, string path, CancellationToken cancel)
    {
        var report = await client.Get<UsageReport>(path, cancel);
        var rows = report.Items.ToList();
        for (var next = report.Next; next is not null && rows.Count < MostRows;)
        {
            var page = await client.Get<UsageReport>($"{path}&cursor={Uri.EscapeDataString(next)}", cancel);
            rows.AddRange(page.Items);
            next = page.Next;
        }

        return report with { Items = rows, Next = null };
    }

    private static string Path(ParseResult parsed, string kind)
    {
        var query = new[]
        {
            ("name", parsed.GetValue(Name)), ("since", parsed.GetValue(Since)), ("until", parsed.GetValue(Until)),
        };
        return $"/v1/reports/{kind}?" + string.Join('&', query.Where(part => part.Item2 is not null)
            .Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}"));
    }

    private static string Told(LostUsage lost) => lost is { ComputeSeconds: 0, LinkBytes: 0 }
        ? "–"
        : $"{Units.Number(lost.ComputeSeconds, 2)} s, {Units.Size((long)lost.LinkBytes)}";

    private static string Both(UsageFigure figure, Func<double, string> text) =>
        figure is { Measured: 0, Planned: 0 }
            ? "–"
            : $"{text(figure.Measured)} / {text(figure.Planned)}{(figure.IsDrifting ? " !" : "")}";
}
