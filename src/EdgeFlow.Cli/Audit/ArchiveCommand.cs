using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Cli.Audit;

/// <summary><c>edgeflow audit archive</c>: events of ended jobs from the database into files.</summary>
internal static class ArchiveCommand
{
    private static readonly Option<DateTimeOffset> Before = new("--before")
    {
        Description = "Jobs that ended before this moment, e.g. 2026-11-21T18:00:00Z", Required = true,
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command(
            "archive", "Move the events of ended jobs from the database into signed files of the control plane")
        {
            Before,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var before = Uri.EscapeDataString(parsed.GetValue(Before).ToString("O"));
            var archives = await client.Patiently<IReadOnlyList<AuditArchive>>(
                HttpMethod.Post, $"/v1/audit/archives?before={before}", cancel);
            Printer.PrintList(parsed.GetValue(Printer.Format), archives,
                new Column<AuditArchive>("tenant", archive => archive.Tenant),
                new("jobs", archive => $"{archive.Jobs}", Right: true),
                new("events", archive => $"{archive.Events}", Right: true), new("file", archive => archive.File));
        });
        return command;
    }
}
