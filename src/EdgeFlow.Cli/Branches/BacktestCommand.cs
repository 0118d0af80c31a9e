using System.CommandLine;
using System.Globalization;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Hosting;
using EdgeFlow.Cli.Output;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.Backtests;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Protocol.Events;

namespace EdgeFlow.Cli.Branches;

/// <summary><c>edgeflow backtest</c>: recorded arrivals and failures under other policies; fails when one is
/// worse.</summary>
internal static class BacktestCommand
{
    private static readonly Option<string> Policies = new("--policies")
    {
        Description = "The policies to compare, e.g. tier0,heft,otfa", Required = true,
    };

    private static readonly Option<string> History = new("--history")
    {
        Description = "A file of 'edgeflow history --all -o json', or FROM..TO of the server's own: times or event "
            + "numbers, either may be left out",
        DefaultValueFactory = _ => "..",
    };

    private static readonly Option<string?> Baseline = new("--baseline")
    {
        Description = "What the others are compared with [default: the first]",
    };

    private static readonly Option<string> WorseThan = new("--worse-than")
    {
        Description = "How much worse is still allowed, e.g. 2%", DefaultValueFactory = _ => "0%",
    };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Seed of the draws", DefaultValueFactory = _ => 1,
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command(
            "backtest", "Decide a history again under other policies; exit code 1 when one is worse")
        {
            Policies, History, Baseline, WorseThan, Seed,
        };
        foreach (var option in PlanningFlags.All)
        {
            command.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var policies = Names(parsed);
        var allowed = Part(parsed.GetValue(WorseThan)!);
        var (entries, range) = await Read(parsed, cancel);
        var (recording, window) = Ready(entries, range, parsed);
        var report = Backtest.Run(
            recording, window, policies, allowed, unchecked((ulong)parsed.GetValue(Seed)),
            Environment.ProcessorCount, done => Console.Error.WriteLine($"{done} of {policies.Count} policies"),
            cancel);
        BacktestPrinter.Print(parsed.GetValue(Printer.Format), report);
        return report.HasWorse ? Outcome.Failed : Outcome.Done;
    }

    private static List<string> Names(ParseResult parsed)
    {
        var names = parsed.GetValue(Policies)!.Split(',', StringSplitOptions.TrimEntries).Distinct().ToList();
        var baseline = parsed.GetValue(Baseline) ?? names[0];
        names = [baseline, .. names.Where(name => name != baseline)];
        try
        {
            names.ForEach(name => WhatIfWords.Policy(name));
        }
        catch (FormatException wrong)
        {
            throw new UserErrorException($"--policies: {wrong.Message}.");
        }

        return names.Count is >= 2 and <= BacktestLimits.MaxPolicies
            ? names
            : throw new UserErrorException($"--policies: name 2 to {BacktestLimits.MaxPolicies} of them.");
    }

    private static double Part(string text)
    {
        const double most = 10;
        var isPercent = text.EndsWith('%');
        return double.TryParse(
            isPercent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && (isPercent ? number / 100 : number) is >= 0 and <= most and var part
            ? part : throw new UserErrorException($"--worse-than {text}: write a part such as 2% or 0.02.");
    }

    private static async Task<(IReadOnlyList<RecordedEvent> Entries, string Range)> Read(
        ParseResult parsed, CancellationToken cancel)
    {
        var history = parsed.GetValue(History)!;
        try
        {
            if (File.Exists(history))
            {
                using var reader = new StreamReader(history);
                return (await HistoryFile.Read(reader, cancel), "..");
            }
        }
        catch (InvalidDataException wrong)
        {
            throw new UserErrorException($"{history}, {wrong.Message}");
        }

        if (!history.Contains("..", StringComparison.Ordinal))
        {
            throw new UserErrorException($"there is no file {history}, and it is no range FROM..TO.");
        }

        using var client = parsed.Client();
        var views = client.List<EventView>("/v1/events?limit=1000", BranchLimits.MaxEvents + 1, cancel);
        return (HistoryFile.Of(await views.ToListAsync(cancel)), history);
    }

    private static (Recording Recording, BranchWindow Window) Ready(
        IReadOnlyList<RecordedEvent> entries, string range, ParseResult parsed)
    {
        try
        {
            var recording = Recording.Of(entries, PlanningFlags.Pinned(parsed));
            var ends = range.Split("..", 2);
            var start = ends[0].Length == 0 ? 0 : Place(recording, ends[0]);
            var until = ends[1].Length == 0 ? recording.Last : Moment(recording, ends[1]);
            var from = start == 0 ? recording.First : recording.TimeOf(start);
            return recording.Count > 0 && until > from
                ? (recording, new BranchWindow(start, from, until))
                : throw new UserErrorException($"--history {range}: nothing happened in it.");
        }
        catch (Exception wrong) when (wrong is InvalidDataException or InvalidOperationException)
        {
            throw new UserErrorException(
                $"the history cannot be decided again: {wrong.Message} It must begin with the first event.");
        }
    }

    private static int Place(Recording recording, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? recording.PlaceAfter(Math.Max(0, sequence - 1))
            : recording.PlaceAfter(Time(text));

    private static DateTimeOffset Moment(Recording recording, string text)
    {
        var at = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? recording.TimeOf(recording.PlaceAfter(sequence)) : Time(text);
        return at < recording.Last ? at : recording.Last;
    }

    private static DateTimeOffset Time(string text) => WhatIfWords.Time(text)
        ?? throw new UserErrorException($"--history: '{text}' is no time (2026-01-31T12:00:00Z) or event number.");
}
