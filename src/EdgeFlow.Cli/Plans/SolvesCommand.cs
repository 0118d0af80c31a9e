using System.CommandLine;
using System.Globalization;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Cli.Plans;

/// <summary><c>edgeflow get solves</c>: every run of the planner, whatever became of it.</summary>
internal static class SolvesCommand
{
    private const int UsualRows = 100;
    private const int MostRows = 30_000;

    private static readonly Argument<long?> Id = new("id")
    {
        Description = "Only this one, with its input and answer",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Result = new("--outcome")
    {
        Description = "proposed, adopted, superseded, rejected, unchanged or notBetter",
    };

    private static readonly Option<string?> Origin = new("--origin") { Description = "event or improvement" };
    private static readonly Option<string?> Policy = new("--policy") { Description = "Name and version, e.g. tier0/1" };
    private static readonly Option<int?> Revision = new("--revision") { Description = "The revision that it became" };
    private static readonly Option<DateTimeOffset?> Since = Moment.Option("--since", "Of that time or later");
    private static readonly Option<DateTimeOffset?> Until = Moment.Option("--until", "Before that time");

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"Most rows, up to {MostRows}",
        DefaultValueFactory = _ => UsualRows,
    };

    private static readonly Column<SolveView>[] Columns =
    [
        new("solve", solve => $"{solve.Id}", Right: true), new("at", solve => Units.Time(solve.SolvedAt)),
        new("outcome", solve => solve.Revision is { } revision ? $"{solve.Outcome} {revision}" : solve.Outcome),
        new("parent", solve => $"{solve.Parent}", Right: true), new("policy", solve => solve.Policy),
        new("objective", solve => Units.Number(solve.Objective, 3), Right: true),
        new("gap", solve => solve.Gap is { } gap ? $"{Units.Number(gap * 100)} %" : "–", Right: true),
        new("took", solve => $"{Units.Number(solve.WallMs, 2)} ms", Right: true),
        new("jobs", solve => $"{solve.Jobs}", Right: true), new("changed", solve => $"{solve.Changed}", Right: true),
        new("waiting", solve => $"{solve.Waiting}", Right: true), new("moved", solve => $"{solve.Moved}", Right: true),
        new("trigger", solve => solve.Trigger), new("detail", solve => solve.Detail ?? ""),
    ];

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("solves", "Runs of the planner, newest first")
        {
            Id, Result, Origin, Policy, Revision, Since, Until, Limit,
        };
        command.Aliases.Add("solve");
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var format = parsed.GetValue(Printer.Format);
            if (parsed.GetValue(Id) is { } id)
            {
                var found = await client.Get<SolveView>(
                    $"/v1/solves/{id.ToString(CultureInfo.InvariantCulture)}", cancel);
                Printer.PrintDocument(format == OutputFormat.Table ? OutputFormat.Yaml : format, found);
                return;
            }

            var most = Math.Clamp(parsed.GetValue(Limit), 1, MostRows);
            var solves = client.List<SolveView>($"/v1/solves{Query(parsed, most)}", most, cancel);
            Printer.PrintList(format, await solves.ToListAsync(cancel), Columns);
        });
        return command;
    }

    private static string Query(ParseResult parsed, int most)
    {
        var parts = new List<string> { $"limit={Math.Min(most, 1_000)}" };
        Add("outcome", parsed.GetValue(Result));
        Add("origin", parsed.GetValue(Origin));
        Add("policy", parsed.GetValue(Policy));
        Add("revision", parsed.GetValue(Revision)?.ToString(CultureInfo.InvariantCulture));
        Add("since", parsed.GetValue(Since)?.ToString("O", CultureInfo.InvariantCulture));
        Add("until", parsed.GetValue(Until)?.ToString("O", CultureInfo.InvariantCulture));
        return "?" + string.Join('&', parts);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }
}
