using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Exchange;
using EdgeFlow.Cli.History;
using EdgeFlow.Cli.Output;
using EdgeFlow.Cli.Plans;
using EdgeFlow.Protocol.Applications;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Cli.Jobs;

/// <summary><c>edgeflow get</c>: what there is.</summary>
internal static class GetCommand
{
    private const int MostRows = 10_000;

    private static readonly Argument<string?> Name = new("name")
    {
        Description = "Only this one",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> At = Moment.OrElse("--at", "As it was: the number of an event, or a time");

    private static readonly Column<JobView>[] JobColumns =
    [
        new("job", job => job.Job), new("application", job => $"{job.Application}:{job.Version}"),
        new("mode", job => job.Mode), new("status", job => job.Status.ToString()),
        new("epoch", job => $"{job.Epoch}", Right: true),
        new("frames/s", job => Units.Number(job.PlannedRate), Right: true),
        new("submitted", job => Units.Time(job.SubmittedAt)), new("ended", job => Units.Time(job.EndedAt)),
        new("reason", job => job.Reason ?? ""),
    ];

    private static readonly Column<NodeView>[] NodeColumns =
    [
        new("node", node => node.Node), new("status", node => node.Status),
        new("GMAC/s", node => Units.Number(node.SpeedGmacPerSecond), Right: true),
        new("memory", node => Units.Size(node.MemoryBytes), Right: true), new("kind", node => node.Kind),
        new("zone", node => node.Zone),
        new("labels", node => string.Join(',', node.Labels.Select(label => $"{label.Key}={label.Value}"))),
        new("stages", node => string.Join(' ', node.Stages.Select(stage => $"{stage.Job}/{stage.Task}"))),
        new("reason", node => node.Reason ?? ""),
    ];

    private static readonly Column<LinkView>[] LinkColumns =
    [
        new("link", link => link.Link), new("between", link => $"{link.A} – {link.B}"),
        new("capacity", link => Units.Bandwidth(link.CapacityBitsPerSecond), Right: true),
        new("declared", link => Units.Bandwidth(link.DeclaredBitsPerSecond), Right: true),
        new("delay", link => Units.Duration(link.DelayMs), Right: true), new("reason", link => link.Reason ?? ""),
    ];

    private static readonly Column<ApplicationView>[] ApplicationColumns =
    [
        new("application", application => application.Name),
        new("version", application => $"{application.Version}", Right: true),
        new("declared", application => Units.Time(application.DeclaredAt)),
        new("manifest", application => application.ManifestHash[..12]),
    ];

    private static readonly Column<PlanView>[] PlanColumns =
    [
        new("revision", plan => $"{plan.Revision}", Right: true), new("adopted", plan => Units.Time(plan.AdoptedAt)),
        new("trigger", plan => plan.Trigger), new("policy", plan => plan.Policy),
        new("objective", plan => Units.Number(plan.Objective, 3), Right: true),
        new("changed", plan => string.Join(' ', plan.Jobs.Select(job => job.Job))),
    ];

    /// <summary>The command.</summary>
    public static Command Make() => new(
        "get", "Show jobs, nodes, links, applications, plans, options, solves or the outbox")
    {
        Kind("jobs", "Jobs, newest first", "/v1/jobs", JobColumns),
        Kind("nodes", "Nodes and what they host", "/v1/nodes", NodeColumns),
        Kind("links", "Links between nodes", "/v1/links", LinkColumns),
        Kind("applications", "Declared applications", "/v1/applications", ApplicationColumns, hasPast: false),
        Kind("plans", "Adopted plans, newest first", "/v1/plans", PlanColumns),
        OptionsCommand.Make(), SolvesCommand.Make(),
        OutboxCommand.Status("outbox"),
    };

    private static Command Kind<T>(
        string name, string description, string path, Column<T>[] columns, bool hasPast = true)
    {
        var command = new Command(name, description) { Name };
        if (hasPast)
        {
            command.Add(At);
        }

        command.Aliases.Add(name[..^1]);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var format = parsed.GetValue(Printer.Format);
            var past = hasPast && parsed.GetValue(At) is { } at ? $"?at={Uri.EscapeDataString(at)}" : "";
            if (parsed.GetValue(Name) is { } one)
            {
                var found = await client.Get<T>($"{path}/{Uri.EscapeDataString(one)}{past}", cancel);
                Print(format, found, columns);
                return;
            }

            Printer.PrintList(format, await client.List<T>(path + past, MostRows, cancel).ToListAsync(cancel), columns);
        });
        return command;
    }

    private static void Print<T>(OutputFormat format, T found, Column<T>[] columns)
    {
        if (format != OutputFormat.Table)
        {
            Printer.PrintDocument(format, found);
        }
        else if (found is JobView job)
        {
            JobPrinter.Print(job);
        }
        else
        {
            Printer.PrintList(format, [found], columns);
        }
    }
}
