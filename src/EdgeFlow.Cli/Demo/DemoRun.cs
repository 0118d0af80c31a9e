using EdgeFlow.Cli.Hosting;
using EdgeFlow.Cli.Jobs;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Applications;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Cli.Demo;

/// <summary>The story of the demo: batch, stream, a killed node, and the account at the end.</summary>
internal sealed class DemoRun(LocalNetwork network, int frames)
{
    private const string Manifest = "workflows/applications/read-documents.yaml";
    private const string Pictures = "workflows/samples/documents";
    private const string Victim = "recognise";
    private const double WishedRate = 8;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs it; false when a promise was broken.</summary>
    public async Task<bool> Run(CancellationToken cancel)
    {
        var application = await SubmitCommand.Declare(network.Client, Manifest, cancel);
        Console.WriteLine($"\n1. {application.Name} as a batch job over the pictures of {Pictures}");
        var batch = await Submit(
            application, new JobSubmission(application.Name, Mode: "batch", Job: "read-batch"), cancel);
        batch = await Watch(batch.Job, onTick: null, cancel);
        var batchAccount = await Account.Of(network.Client, batch, Pictures, cancel);
        var took = (batch.EndedAt - batch.SubmittedAt) ?? TimeSpan.Zero;
        Console.WriteLine($"   {batchAccount.Sentence} in {Units.Duration(took.TotalMilliseconds)}");

        Console.WriteLine($"\n2. the same as a stream of {frames} frames; in its middle the node of '{Victim}' dies");
        var stream = await Submit(application, new JobSubmission(
            application.Name, Mode: "stream", Frames: frames, WishedRate: WishedRate, Job: "read-stream"), cancel);
        var loss = new NodeLoss(network, Victim, after: frames / 3);
        stream = await Watch(stream.Job, loss.Tick, cancel);
        var account = await Account.Of(network.Client, stream, Pictures, cancel);

        Console.WriteLine("\n3. what happened");
        foreach (var line in await loss.Tell(stream.Job, cancel))
        {
            Console.WriteLine($"   {line}");
        }

        Console.WriteLine($"   {account.Sentence}");
        Suggest(stream.Job);
        return batchAccount.IsWhole && account.IsWhole && loss.Happened;
    }

    private void Suggest(string job)
    {
        Console.WriteLine("\nLook further (./edgeflow.sh demo --stay keeps it up; then in another terminal):");
        foreach (var command in new[] { $"history {job}", $"plan show {job}", "get nodes", $"logs {job}" })
        {
            Console.WriteLine($"   ./edgeflow.sh run {command} --server {network.Server}");
        }
    }

    private async Task<JobView> Submit(
        ApplicationView application, JobSubmission submission, CancellationToken cancel) =>
        await network.Client.Send<JobView>(
            HttpMethod.Post, "/v1/jobs", submission with { Version = application.Version }, cancel);

    private async Task<JobView> Watch(
        string name, Func<JobView, CancellationToken, Task<IReadOnlyList<string>>>? onTick, CancellationToken cancel)
    {
        await using var screen = new LiveScreen();
        using var timer = new PeriodicTimer(Refresh);
        while (true)
        {
            var job = await network.Client.Get<JobView>($"/v1/jobs/{name}", cancel);
            screen.Show(job, onTick is null ? [] : await onTick(job, cancel));
            if (WatchCommand.Ended(job.Status))
            {
                return job;
            }

            await timer.WaitForNextTickAsync(cancel);
        }
    }
}
