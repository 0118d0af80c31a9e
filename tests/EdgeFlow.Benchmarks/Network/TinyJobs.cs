using System.Net.ServerSentEvents;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Benchmarks.Network;

/// <summary>
/// Runs many jobs of one frame through the HTTP API, so many at once, and counts those that completed.
/// </summary>
internal sealed class TinyJobs : IAsyncDisposable
{
    private const int AtOnce = 32;
    private const int MostJobs = 20_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly EdgeFlowClient client;
    private readonly string application;
    private readonly SemaphoreSlim slots = new(AtOnce);
    private readonly CancellationTokenSource stop = new();
    private readonly Task following;

    /// <summary>Follows the completions of every job on this control plane.</summary>
    public TinyJobs(EdgeFlowClient client, string application)
    {
        (this.client, this.application) = (client, application);
        following = Follow(client.Follow("/v1/events/watch?type=job_completed", stop.Token));
    }

    /// <summary>Runs so many and waits until all of them have completed.</summary>
    /// <exception cref="TimeoutException">None completed for half a minute.</exception>
    public async Task Run(int count)
    {
        for (var job = 0; job < count; job++)
        {
            await Slot();
            await client.Send<JobView>(
                HttpMethod.Post, "/v1/jobs", new JobSubmission(application, Mode: "batch", Frames: 1),
                CancellationToken.None);
        }

        for (var slot = 0; slot < AtOnce; slot++)
        {
            await Slot();
        }

        slots.Release(AtOnce);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await following;
        slots.Dispose();
        stop.Dispose();
    }

    private async Task Slot()
    {
        if (!await slots.WaitAsync(Limit))
        {
            throw new TimeoutException(
                $"No job completed in {Limit.TotalSeconds} s with {AtOnce} at once; not ended: {await NotEnded()}");
        }
    }

    private async Task<string> NotEnded()
    {
        var jobs = await client.List<JobView>("/v1/jobs", MostJobs, CancellationToken.None)
            .Where(job => job.EndedAt is null).ToListAsync();
        var stories = new List<string>();
        foreach (var job in jobs.Take(3))
        {
            var events = await client.List<EventView>(
                $"/v1/events?stream=job-{job.Job}", MostJobs, CancellationToken.None).ToListAsync();
            stories.Add($"{job.Job} {job.Status} ({string.Join(", ", events.Select(item => item.Type))})");
        }

        return $"{jobs.Count} jobs, {string.Join("; ", stories)}";
    }

    private async Task Follow(IAsyncEnumerable<SseItem<string>> completions)
    {
        try
        {
            await foreach (var completion in completions.Where(item => item.EventType == "job_completed"))
            {
                slots.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The benchmark is over.
        }
    }
}
