using System.CommandLine;
using System.Globalization;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Experiments.Plans;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Cli.Plans;

/// <summary><c>edgeflow plan verify</c>: plans made again, of the control plane or from files, and their bytes
/// compared.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string?> Subject = new("plan")
    {
        Description = "A revision (the plan in force when left out), or with --snapshot a plan.json of 'plan solve'",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> All = new("--all") { Description = "Every run of the planner that is kept" };

    private static readonly Option<DateTimeOffset?> Since =
        Moment.Option("--since", "Every run of the planner of that time or later");

    private static readonly Option<string?> Snapshot = new("--snapshot")
    {
        Description = "The snapshot.json that the plan.json was made from: nothing is asked of a control plane",
    };

    private static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "Say a line for each plan, not only for those that are not identical",
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command(
            "verify", "Plan again as recorded and compare the bytes; exit code 1 when any plan differs")
        {
            Subject, All, Since, Snapshot, Verbose,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var (subject, snapshot) = (parsed.GetValue(Subject), parsed.GetValue(Snapshot));
        if (snapshot is not null)
        {
            return PlanCommands.Verify(
                parsed, Printer.ForExperiments,
                subject ?? throw new UserErrorException("name the plan.json that was made from the snapshot."),
                snapshot);
        }

        using var client = parsed.Client();
        var isTable = parsed.GetValue(Printer.Format) == OutputFormat.Table;
        var verdicts = new List<SolveVerdict>();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var verdict in client.Lines<SolveVerdict>($"/v1/plans/verify{Query(parsed, subject)}", cancel))
        {
            counts[verdict.Verdict] = counts.GetValueOrDefault(verdict.Verdict) + 1;
            if (!isTable)
            {
                verdicts.Add(verdict);
            }
            else if (!verdict.IsSound || parsed.GetValue(Verbose))
            {
                Print(verdict);
            }
        }

        if (isTable)
        {
            Console.WriteLine(Summary(counts));
        }
        else
        {
            Printer.PrintDocument(parsed.GetValue(Printer.Format), verdicts);
        }

        var isBad = counts.ContainsKey(SolveVerdict.Different) || counts.ContainsKey(SolveVerdict.Damaged);
        return isBad ? Outcome.Failed : Outcome.Done;
    }

    private static string Query(ParseResult parsed, string? subject)
    {
        var since = parsed.GetValue(Since);
        if (subject is null)
        {
            return since is { } at ? $"?since={Uri.EscapeDataString(at.ToString("O", CultureInfo.InvariantCulture))}"
                : parsed.GetValue(All) ? "?all=true" : "";
        }

        if (!int.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            throw new UserErrorException(
                $"'{subject}' is no revision; a file needs --snapshot, the snapshot that it was made from.");
        }

        return since is null && !parsed.GetValue(All)
            ? $"?revision={revision.ToString(CultureInfo.InvariantCulture)}"
            : throw new UserErrorException("name one revision, or --all, or --since, not several of them.");
    }

    private static void Print(SolveVerdict verdict)
    {
        Console.WriteLine($"{verdict.Verdict}: {verdict.Words}");
        if (verdict.Difference is { } difference)
        {
            Console.WriteLine($"  {difference.Pointer}");
            Console.WriteLine($"    recorded: {difference.Recorded ?? "nothing"}");
            Console.WriteLine($"    now:      {difference.Now ?? "nothing"}");
        }
    }

    private static string Summary(SortedDictionary<string, int> counts) => counts.Count == 0
        ? "no plan was made in that time"
        : $"{counts.Values.Sum()} plans made again: "
            + string.Join(", ", counts.Select(count => $"{count.Value} {Words(count.Key)}"));

    private static string Words(string verdict) => verdict switch
    {
        SolveVerdict.PolicyChanged => "by a policy that has changed",
        SolveVerdict.Trimmed => "of which nothing is kept any more",
        _ => verdict,
    };
}
