using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Cli.Audit;

/// <summary><c>edgeflow audit archive</c>: events of ended jobs from the database into files.</summary>
internal static class ArchiveCommand
{
    private static readonly Option<DateTimeOffset?> Before =
        Moment.Option("--before", "Jobs that ended before this moment");

    private static readonly Option<bool> Unpublished = new("--unpublished")
    {
        Description = "Also jobs whose events are not yet published to a topic; they never are then",
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        Before.Required = true;
        var command = new Command(
            "archive", "Move the events of ended jobs from the database into signed files of the control plane")
        {
            Before, Unpublished,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var unpublished = parsed.GetValue(Unpublished) ? "&unpublished=true" : "";
            var before = Uri.EscapeDataString(Moment.Iso(parsed.GetValue(Before)!.Value));
            var archives = await client.Patiently<IReadOnlyList<AuditArchive>>(
                HttpMethod.Post, $"/v1/audit/archives?before={before}{unpublished}", cancel);
            Printer.PrintList(parsed.GetValue(Printer.Format), archives,
                new Column<AuditArchive>("tenant", archive => archive.Tenant),
                new("jobs", archive => $"{archive.Jobs}", Right: true),
                new("events", archive => $"{archive.Events}", Right: true), new("file", archive => archive.File));
        });
        return command;
    }
}
