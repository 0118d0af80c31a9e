using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;

namespace EdgeFlow.Cli.Audit;

/// <summary><c>edgeflow audit export</c>: sealed events in a file that can be checked anywhere.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Target = new("file")
    {
        Description = "The file to write; - for standard output",
    };

    private static readonly Option<DateTimeOffset?> Since = Moment.Option("--since", "Events from this moment on");

    private static readonly Option<DateTimeOffset?> Until = Moment.Option("--until", "Events before this moment");

    private static readonly Option<string?> Stream = new("--stream")
    {
        Description = "Events of one stream, e.g. job-j1",
    };

    private static readonly Option<string?> Tenant = new("--tenant") { Description = "Events of this tenant" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command(
            "export",
            "Write sealed events as JSON lines with a signed manifest; 'audit verify FILE' checks them anywhere")
        {
            Target, Since, Until, Stream, Tenant,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancel)
    {
        using var client = parsed.Client();
        (string Name, string? Value)[] filters =
        [
            ("since", parsed.GetValue(Since)?.ToString("O")), ("until", parsed.GetValue(Until)?.ToString("O")),
            ("stream", parsed.GetValue(Stream)), ("tenant", parsed.GetValue(Tenant)),
        ];
        var query = string.Join('&', filters.Where(filter => filter.Value is not null)
            .Select(filter => $"{filter.Name}={Uri.EscapeDataString(filter.Value!)}"));
        var path = $"/v1/audit/export?{query}";
        var target = parsed.GetValue(Target)!;
        if (target == "-")
        {
            await using var output = Console.OpenStandardOutput();
            await client.Download(path, output, cancel);
            return;
        }

        await Write(client, path, Path.GetFullPath(target), cancel);
        Console.Error.WriteLine($"written: {target}; check it with 'edgeflow audit verify {target}'");
    }

    // Beside it first: a download that breaks leaves no half file under the name.
    private static async Task Write(EdgeFlowClient client, string path, string target, CancellationToken cancel)
    {
        var partial = target + ".part";
        try
        {
            await using (var file = File.Create(partial))
            {
                await client.Download(path, file, cancel);
            }

            File.Move(partial, target, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{target}' cannot be written: {cause.Message}");
        }
    }
}
