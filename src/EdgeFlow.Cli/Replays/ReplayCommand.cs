using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.History;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Replays;

namespace EdgeFlow.Cli.Replays;

/// <summary><c>edgeflow replay</c>: lets a stretch of the history happen again on the screen.</summary>
internal static class ReplayCommand
{
    private static readonly Option<string?> From = new("--from")
    {
        Description = $"The first event: its number, or {Moment.Expected}; the beginning when left out",
    };

    private static readonly Option<string?> To = new("--to")
    {
        Description = "The last event, likewise; the newest when left out",
    };

    private static readonly Option<string> Speed = new("--speed")
    {
        Description = "How many times faster than it went, or max",
        DefaultValueFactory = _ => "1",
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("replay", "Let a stretch of the history happen again; nothing real changes")
        {
            From, To, Speed, WorkflowReplayCommand.Make(),
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancel)
    {
        using var client = parsed.Client();
        var format = parsed.GetValue(Printer.Format);
        var path = Query.Path(
            "/v1/replay", [.. Place("from", parsed.GetValue(From)), .. Place("to", parsed.GetValue(To)),
                ("speed", parsed.GetValue(Speed)!)]);
        await using var screen = format == OutputFormat.Table ? new ReplayScreen() : null;
        await foreach (var message in client.Follow(path, cancel))
        {
            switch (message.EventType)
            {
                case ReplayBegin.MessageType:
                    screen?.Begin(Read<ReplayBegin>(message.Data));
                    break;
                case ReplayBegin.EndType:
                    return;
                default:
                    var step = Read<ReplayedEvent>(message.Data);
                    Show(screen, format, step);
                    break;
            }
        }

        throw new UserErrorException("the control plane ended the replay before its last event.");
    }

    private static void Show(ReplayScreen? screen, OutputFormat format, ReplayedEvent step)
    {
        var item = new EventView(
            step.Sequence, step.Stream, step.Version, step.Type, step.At, step.Data, step.Actor, step.Correlation,
            step.Causation);
        if (screen is not null)
        {
            screen.Show(item, step.Change);
        }
        else
        {
            EventPrinter.Print(format, item);
        }
    }

    private static IEnumerable<(string Name, string Value)> Place(string name, string? text)
    {
        if (text is null)
        {
            return [];
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return [(name, text)];
        }

        return Moment.Read(text, TimeProvider.System.GetUtcNow()) is { } moment
            ? [(name, Moment.Iso(moment))]
            : throw new UserErrorException(
                $"--{name}: '{text}' is no place in the history: expected the number of an event, or "
                + $"{Moment.Expected}.");
    }

    private static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, ProtocolJson.Options)
        ?? throw new JsonException("The control plane sent an empty message.");
}
