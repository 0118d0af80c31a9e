using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Cli.Jobs;

/// <summary><c>edgeflow logs</c>: what came out of a job, frame by frame, with the errors.</summary>
internal static class LogsCommand
{
    private const int MostResults = 1_000_000;
    private static readonly Argument<string> Job = new("job") { Description = "The job" };
    private static readonly Option<bool> Errors = new("--errors") { Description = "Only frames with an error" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("logs", "Show what came out of a job, frame by frame") { Job, Errors };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var format = parsed.GetValue(Printer.Format);
            var path = $"/v1/jobs/{Uri.EscapeDataString(parsed.GetValue(Job)!)}/results";
            await foreach (var result in client.List<StoredResult>(path, MostResults, cancel))
            {
                if (result.Error is null && parsed.GetValue(Errors))
                {
                    continue;
                }

                Print(format, result);
            }
        });
        return command;
    }

    private static void Print(OutputFormat format, StoredResult result)
    {
        if (format != OutputFormat.Table)
        {
            Printer.PrintDocument(format, result);
            return;
        }

        var said = result.Error is { } error ? $"error: {error}" : result.Payload?.GetRawText() ?? "";
        Console.WriteLine($"{Units.Time(result.StoredAt)}  {result.Task}  frame {result.Frame}  epoch {result.Epoch}  "
            + $"{Units.Duration(result.LatencyMs)}  {said}");
    }
}
