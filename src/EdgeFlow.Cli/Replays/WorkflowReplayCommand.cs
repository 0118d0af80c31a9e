using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Durable;
using EdgeFlow.Workflows;

namespace EdgeFlow.Cli.Replays;

/// <summary>
/// <c>edgeflow replay workflow</c>: runs this program's workflow code over the recorded history of a job's workflow, so
/// that a new version is tried before it is installed.
/// </summary>
internal static class WorkflowReplayCommand
{
    private static readonly Argument<string> Job = new("job") { Description = "The job" };

    private static readonly Option<FileInfo?> From = new("--file")
    {
        Description = "A history that --save wrote, instead of asking the control plane",
    };

    private static readonly Option<FileInfo?> Save = new("--save")
    {
        Description = "Keep the history in this file, too: a test for later versions",
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("workflow", "Run today's workflow code over the recorded history of a job's workflow")
        {
            Job, From, Save,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var job = parsed.GetValue(Job)!;
        var text = parsed.GetValue(From) is { } file
            ? await Read(file, cancel)
            : await Ask(parsed, job, cancel);
        ReplayVerdict verdict;
        try
        {
            verdict = TodaysWorkflows.Replayer().Replay(job, HistoryText.Read(text));
        }
        catch (InvalidDataException broken)
        {
            throw new UserErrorException($"{parsed.GetValue(From)?.Name ?? job}: {broken.Message}");
        }

        if (parsed.GetValue(Save) is { } target)
        {
            await Write(target, text, cancel);
        }

        Print(parsed.GetValue(Printer.Format), verdict);
        return verdict.IsSame ? Outcome.Done : Outcome.Failed;
    }

    private static async Task<string> Ask(ParseResult parsed, string job, CancellationToken cancel)
    {
        using var client = parsed.Client();
        return await client.GetText($"/v1/jobs/{Uri.EscapeDataString(job)}/workflow/history", cancel);
    }

    private static async Task<string> Read(FileInfo file, CancellationToken cancel)
    {
        try
        {
            return file.Length <= HistoryText.MaxLength
                ? await File.ReadAllTextAsync(file.FullName, cancel)
                : throw new UserErrorException($"{file.Name} is larger than {HistoryText.MaxLength} bytes.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file.FullName} cannot be read: {cause.Message}");
        }
    }

    private static async Task Write(FileInfo file, string text, CancellationToken cancel)
    {
        try
        {
            await File.WriteAllTextAsync(file.FullName, text, cancel);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file.FullName} cannot be written: {cause.Message}");
        }
    }

    private static void Print(OutputFormat format, ReplayVerdict verdict)
    {
        if (format != OutputFormat.Table)
        {
            Printer.PrintDocument(format, verdict);
            return;
        }

        Console.WriteLine(verdict.IsSame
            ? $"{verdict.InstanceId}: workflow '{verdict.Workflow}' does what was recorded: {verdict.Steps} steps, "
                + $"{verdict.Events} events."
            : $"{verdict.InstanceId}: workflow '{verdict.Workflow}' has changed {verdict.Difference}.");
        foreach (var input in verdict.Inputs)
        {
            Console.WriteLine($"  another input {input}");
        }
    }
}
