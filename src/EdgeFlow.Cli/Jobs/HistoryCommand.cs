using System.CommandLine;
using System.Text.Json;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;

namespace EdgeFlow.Cli.Jobs;

/// <summary><c>edgeflow history</c>: every fact of a job, a node, a link, the plan, or all.</summary>
internal static class HistoryCommand
{
    private const int MostEvents = 100_000;

    private static readonly Argument<string?> Subject = new("subject")
    {
        Description = "A job's name, node:NAME, link:NAME, application:NAME or plan; everything when left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on with what comes" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("history", "Tell what happened, from the events") { Subject, Follow };
        command.SetAction(Run);
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancel)
    {
        using var client = parsed.Client();
        var format = parsed.GetValue(Printer.Format);
        var stream = Stream(parsed.GetValue(Subject));
        var filter = stream is null ? "" : $"?stream={Uri.EscapeDataString(stream)}";
        var last = 0L;
        await foreach (var item in client.List<EventView>($"/v1/events{filter}", MostEvents, cancel))
        {
            Print(format, item);
            last = item.Sequence;
        }

        if (last == 0 && stream is not null && !parsed.GetValue(Follow))
        {
            throw new UserErrorException($"nothing is known of '{parsed.GetValue(Subject)}'.");
        }

        while (parsed.GetValue(Follow))
        {
            var separator = filter.Length == 0 ? '?' : '&';
            await foreach (var item in client.Follow($"/v1/events/watch{filter}{separator}after={last}", cancel))
            {
                if (JsonSerializer.Deserialize<EventView>(item.Data, ProtocolJson.Options) is { } found)
                {
                    Print(format, found);
                    last = found.Sequence;
                }
            }
        }
    }

    private static string? Stream(string? subject) => subject switch
    {
        null => null,
        "plan" => "plan",
        _ when subject.Split(':', 2) is [var kind and ("node" or "link" or "application" or "job"), var name] =>
            $"{kind}-{name}",
        _ => $"job-{subject}",
    };

    private static void Print(OutputFormat format, EventView item)
    {
        if (format == OutputFormat.Table)
        {
            Console.WriteLine($"{Units.Time(item.At)}  {item.Sequence,6}  {EventSentence.Of(item)}");
        }
        else
        {
            Console.WriteLine(JsonSerializer.Serialize(item, ProtocolJson.Options));
        }
    }
}
