using System.CommandLine;
using System.Globalization;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Outbox;

namespace EdgeFlow.Cli.Exchange;

/// <summary><c>edgeflow outbox</c>: what is published to others, and what came by message.</summary>
internal static class OutboxCommand
{
    private const int MostRows = 10_000;

    private static readonly Argument<long> Sequence = new("sequence")
    {
        Description = "The event's number, as `outbox set-aside` shows it",
    };

    private static readonly Column<SetAsideEvent>[] Columns =
    [
        new("sequence", entry => $"{entry.Sequence}", Right: true), new("event", entry => entry.Id),
        new("type", entry => entry.Type), new("at", entry => Units.Time(entry.At)),
        new("attempts", entry => $"{entry.Attempts}", Right: true), new("reason", entry => entry.Reason),
    ];

    /// <summary>The command.</summary>
    public static Command Make() => new("outbox", "What is published to others, and what the broker refused")
    {
        Status("status"), SetAside(), Retry(),
    };

    /// <summary><c>edgeflow get outbox</c>: the same as <c>outbox status</c>.</summary>
    /// <param name="name">The command's name.</param>
    public static Command Status(string name)
    {
        var command = new Command(name, "How far public events are published, and what came by message");
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var outbox = await client.Get<OutboxView>("/v1/outbox", cancel);
            if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
            {
                Printer.PrintDocument(format, outbox);
                return;
            }

            Print(outbox);
        });
        return command;
    }

    private static Command SetAside()
    {
        var command = new Command("set-aside", "Events that the broker refused again and again");
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var entries = client.List<SetAsideEvent>("/v1/outbox/set-aside", MostRows, cancel);
            Printer.PrintList(parsed.GetValue(Printer.Format), await entries.ToListAsync(cancel), Columns);
        });
        return command;
    }

    private static Command Retry()
    {
        var command = new Command("retry", "Publish an event that was set aside, now") { Sequence };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var sequence = parsed.GetValue(Sequence).ToString(CultureInfo.InvariantCulture);
            var sent = await client.Send<SetAsideEvent>(
                HttpMethod.Post, $"/v1/outbox/set-aside/{sequence}/retry", null, cancel);
            Console.WriteLine($"{sent.Id} ({sent.Type}) is on {sent.Target} now, after events that came later");
        });
        return command;
    }

    private static void Print(OutboxView outbox)
    {
        Console.WriteLine(outbox.Target is null
            ? "this control plane publishes nothing (serve --publish)"
            : $"{outbox.Target}: published through event {outbox.Position} of {outbox.Newest}, {outbox.Behind} public "
                + $"events behind ({Units.Duration(outbox.BehindMs)}), {outbox.SetAside} set aside; "
                + (outbox.IsPublishing ? "this control plane publishes" : "another control plane publishes"));
        if (outbox.Here is { } here)
        {
            Console.WriteLine(
                $"since its start: {here.Published} published, {here.Failed} refusals, {here.Retrying} tried alone"
                + (here.DelayP99Ms is { } p99 && here.DelayP50Ms is { } p50
                    ? $", {Units.Duration(p50)} behind (p99 {Units.Duration(p99)})" : ""));
            if (here.PausedUntil is not null)
            {
                Console.WriteLine($"NOT PUBLISHING, tried again at {Units.Time(here.PausedUntil)}");
            }

            if (here.LastError is not null)
            {
                Console.WriteLine($"the last failure: {here.LastError}");
            }
        }

        Console.WriteLine(outbox.Submissions is null
            ? "jobs are not taken by message (serve --submissions)"
            : $"{outbox.Submissions}: "
                + string.Join(", ", outbox.Messages.Select(count => $"{count.Value} {count.Key}")));
    }
}
