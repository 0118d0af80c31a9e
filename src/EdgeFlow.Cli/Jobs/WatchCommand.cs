using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Cli.Jobs;

/// <summary><c>edgeflow watch</c>: a live table of a job until it ends.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);
    private static readonly Argument<string> Job = new("job") { Description = "The job" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("watch", "Watch a job until it ends") { Job };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            return await Watch(client, parsed.GetValue(Job)!, cancel);
        });
        return command;
    }

    /// <summary>Watches; the exit code tells whether the job completed.</summary>
    public static async Task<int> Watch(EdgeFlowClient client, string name, CancellationToken cancel)
    {
        var path = $"/v1/jobs/{Uri.EscapeDataString(name)}";
        var job = await client.Get<JobView>(path, cancel);
        await using var screen = new LiveScreen();
        screen.Show(job, []);
        using var timer = new PeriodicTimer(Refresh);
        while (!Ended(job.Status) && await timer.WaitForNextTickAsync(cancel))
        {
            job = await client.Get<JobView>(path, cancel);
            screen.Show(job, []);
        }

        return job.Status == JobStatus.Completed ? Outcome.Done : Outcome.Failed;
    }

    /// <summary>Whether nothing more will happen to a job.</summary>
    public static bool Ended(JobStatus status) =>
        status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled or JobStatus.Refused;
}
