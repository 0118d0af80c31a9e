using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Cli.Jobs;

/// <summary><c>edgeflow cancel</c>: ends a job before its result is complete.</summary>
internal static class CancelCommand
{
    private static readonly Argument<string> Job = new("job") { Description = "The job" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("cancel", "End a job before its result is complete") { Job };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var path = $"/v1/jobs/{Uri.EscapeDataString(parsed.GetValue(Job)!)}/cancel";
            var job = await client.Send<JobView>(HttpMethod.Post, path, null, cancel);
            Console.WriteLine(JobPrinter.Headline(job));
        });
        return command;
    }
}
