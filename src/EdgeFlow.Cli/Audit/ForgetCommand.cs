using System.CommandLine;
using EdgeFlow.Cli.Connection;

namespace EdgeFlow.Cli.Audit;

/// <summary><c>edgeflow audit forget</c>: destroys the key of a job's personal data.</summary>
internal static class ForgetCommand
{
    private static readonly Argument<string> Job = new("job") { Description = "A job that has ended" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command(
            "forget", "Destroy the key of a job's personal data, for ever; its events and every proof stay as they are")
        {
            Job,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var job = parsed.GetValue(Job)!;
            await client.Send<Nothing>(
                HttpMethod.Delete, $"/v1/jobs/{Uri.EscapeDataString(job)}/personal-data", null, cancel);
            Console.WriteLine($"the personal data of job {job} cannot be read any more, by anybody");
        });
        return command;
    }
}
