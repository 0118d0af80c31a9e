using System.CommandLine;
using System.Text.Json;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.State;

namespace EdgeFlow.Cli.History;

/// <summary><c>edgeflow get options</c>: by what is decided, now or then.</summary>
internal static class OptionsCommand
{
    private static readonly Option<string?> At = Moment.OrElse("--at", "As it was: the number of an event, or a time");

    private static readonly Column<(string Name, string Started, string Set)>[] Columns =
    [
        new("option", row => row.Name), new("started", row => row.Started), new("set", row => row.Set),
    ];

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("options", "What the control plane that decides was started with, and what was set")
        {
            At,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancel)
    {
        using var client = parsed.Client();
        var past = parsed.GetValue(At) is { } at ? $"?at={Uri.EscapeDataString(at)}" : "";
        var state = await client.Get<StateView>($"/v1/state{past}", cancel);
        var options = state.Options ?? throw new UserErrorException("the options are the operator's to see.");
        var format = parsed.GetValue(Printer.Format);
        if (format is not (OutputFormat.Table or OutputFormat.Csv))
        {
            Printer.PrintDocument(format, options);
            return;
        }

        Printer.PrintList(format, [.. Rows(options)], Columns);
        if (format == OutputFormat.Table && options.Started is { } started)
        {
            Console.WriteLine($"\nPolicies: {string.Join(", ", started.Policies)}");
        }
    }

    // An option is named as in the event.
    private static IEnumerable<(string Name, string Started, string Set)> Rows(OptionsInForce options)
    {
        var started = options.Started;
        yield return ("program", started?.Program ?? "not told", "");
        var set = Members(options.Set).ToDictionary();
        foreach (var (name, value) in Members(started?.Planning).Concat(Members(started?.Leases)))
        {
            yield return (name, value, set.GetValueOrDefault(name, ""));
        }

        // Before the first note nothing is known but what was set.
        foreach (var (name, value) in set.Where(_ => started is null))
        {
            yield return (name, "", value);
        }
    }

    private static IEnumerable<(string Name, string Value)> Members<T>(T? group)
        where T : class =>
        group is null ? [] : JsonSerializer.SerializeToElement(group, ProtocolJson.Options).EnumerateObject().Select(
            member => (member.Name, member.Value.ToString()));
}
