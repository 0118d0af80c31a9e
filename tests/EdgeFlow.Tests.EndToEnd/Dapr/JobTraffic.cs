using System.Collections.Concurrent;
using EdgeFlow.Cli.Jobs;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>
/// Jobs that come all the time: in each lane the next one is submitted when the one before has ended. Whoever submits
/// asks again while nobody answers, so that a job counts once it is there.
/// </summary>
internal sealed class JobTraffic(DaprNetwork network, Uri effects) : IAsyncDisposable
{
    public const int Frames = 12;
    private const int MaxJobs = 500;
    private const double Rate = 20;
    private static readonly string[] Lanes = ["batch", "stream"];
    private readonly ConcurrentDictionary<string, long> framesOut = new();
    private readonly ConcurrentQueue<JobView> ended = new();
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    /// <summary>Frames that have come out of all jobs so far.</summary>
    public long Progress => framesOut.Values.Sum();

    /// <summary>The jobs that have ended, as they were then.</summary>
    public IReadOnlyCollection<JobView> Ended => ended;

    /// <summary>Whether the traffic broke: no job is submitted any more, and awaiting it says why.</summary>
    public Task Running => running;

    public void Start() => running = Task.WhenAll(Lanes.Select(lane => Task.Run(() => Drive(lane))));

    /// <summary>Submits no more and waits until every job has ended.</summary>
    public async Task Finish()
    {
        await stop.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task Drive(string mode)
    {
        for (var number = 0; number < MaxJobs && !stop.IsCancellationRequested; number++)
        {
            var job = $"{mode}-{number}";
            var manifest = Path.Combine(network.Folder, $"{job}.yaml");
            await File.WriteAllTextAsync(manifest, Manifest(job, mode));
            await network.Until($"the submission of {job}", () => Submitted(job, mode, manifest));
            await network.Until($"the end of {job}", () => HasEnded(job));
        }
    }

    private async Task<bool> Submitted(string job, string mode, string manifest)
    {
        // The same submission again is the same job: an answer may have been lost with whoever gave it.
        await network.Plane.Submit(manifest, new JobSubmission(
            "", Mode: mode, Frames: Frames, WishedRate: mode == "stream" ? Rate : null, Job: job));
        return true;
    }

    private async Task<bool> HasEnded(string job)
    {
        var view = await network.Plane.Job(job);
        framesOut[job] = view.Results?.FramesOut ?? 0;
        if (!WatchCommand.Ended(view.Status))
        {
            return false;
        }

        ended.Enqueue(view);
        return true;
    }

    private string Manifest(string job, string mode) => $$"""
        apiVersion: edgeflow.io/v1
        kind: Application
        metadata: { name: {{job}} }
        spec:
          mode: {{mode}}
          tasks:
            - id: capture
              stage: { builtin: capture-folder, with: { folder: documents } }
              memory: 20MB
              constraints: { labels: { camera: "true" } }
            - id: upper
              stage: { builtin: burn, with: { multiplyAdds: 5, outputBytes: 4000 } }
              needs: [capture]
              memory: 20MB
              constraints: { apart: [capture] }
            - id: effect
              stage: { external: "{{effects}}{{job}}", with: { timeoutSeconds: 60 } }
              needs: [upper]
              memory: 20MB
            - id: lower
              stage: { builtin: burn, with: { multiplyAdds: 5, outputBytes: 4000 } }
              needs: [capture]
              memory: 20MB
            - id: join
              stage: { builtin: pass }
              needs: [effect, lower]
              memory: 20MB
              constraints: { apart: [upper] }
        """;
}
