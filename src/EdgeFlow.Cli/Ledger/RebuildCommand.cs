using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.ReadModels;

namespace EdgeFlow.Cli.Ledger;

/// <summary><c>edgeflow rebuild</c>: makes the read models again from the events, with no stop.</summary>
internal static class RebuildCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(300);

    private static readonly Argument<string[]> Models = new("models")
    {
        Description = "Which read models; all when none is named",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Check = new("--check")
    {
        Description = "Only compare the running tables with what the events give",
    };

    private static readonly Column<ReadModelView>[] Columns =
    [
        new("model", model => model.Model), new("state", model => model.Rebuild!.State),
        new("events", model => $"{model.Rebuild!.Events}", Right: true),
        new("events/s", model => Units.Number(Rate(model.Rebuild!), 0), Right: true),
        new("took", model => Units.Duration(model.Rebuild!.ElapsedMs), Right: true),
        new("appends waited", model => Units.Duration(model.Rebuild!.HeldMs), Right: true),
        new("result", model => Result(model.Rebuild!)),
    ];

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command(
            "rebuild", "Make the read models again from the events, beside the running ones") { Models, Check };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var format = parsed.GetValue(Printer.Format);
            var request = new RebuildRequest(parsed.GetValue(Models), parsed.GetValue(Check));
            var models = await client.Send<IReadOnlyList<ReadModelView>>(
                HttpMethod.Post, "/v1/read-models/rebuild", request, cancel);
            models = await End(client, models, format == OutputFormat.Table, cancel);
            var runs = models.Where(model => model.Rebuild is not null).ToList();
            Printer.PrintList(format, runs, Columns);
            foreach (var difference in runs.SelectMany(model => model.Rebuild!.Differences ?? []))
            {
                Console.Error.WriteLine(difference);
            }

            return runs.All(model => model.Rebuild is { State: "done", Differences: null or { Count: 0 } })
                ? Outcome.Done
                : Outcome.Failed;
        });
        return command;
    }

    private static async Task<IReadOnlyList<ReadModelView>> End(
        EdgeFlowClient client, IReadOnlyList<ReadModelView> models, bool isTold, CancellationToken cancel)
    {
        var told = "";
        while (models.Any(model => model.Rebuild is { State: "waiting" or "running" }))
        {
            await Task.Delay(LookEvery, cancel);
            models = await client.Get<IReadOnlyList<ReadModelView>>("/v1/read-models", cancel);
            var line = string.Join(
                ", ", models.Where(model => model.Rebuild?.State == "running")
                    .Select(model => $"{model.Model}: {model.Rebuild!.Phase ?? "preparing"}, event "
                        + $"{model.Rebuild.Sequence} of {model.Rebuild.Last}"));
            if (isTold && line.Length > 0 && line != told)
            {
                Console.Error.WriteLine(line);
            }

            told = line;
        }

        return models;
    }

    private static double Rate(RebuildView run) => run.ElapsedMs > 0 ? run.Events / run.ElapsedMs * 1000 : 0;

    private static string Result(RebuildView run) => run switch
    {
        { Error: { } error } => error,
        { Differences.Count: > 0 } => "differs from what the events give",
        { Differences: not null } => "is what the events give",
        _ => "",
    };
}
