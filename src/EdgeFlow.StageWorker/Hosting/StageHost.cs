using System.Collections.Concurrent;
using EdgeFlow.Channels.Direct;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Nodes;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// All stages of stream jobs on this node: job → epoch → stages. Directives of an older epoch than the node has seen
/// are refused, repeated ones change nothing. Safe for concurrent use.
/// </summary>
internal sealed class StageHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JobStages> jobs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private readonly StageContext context;
    private readonly FlowTable table;
    private readonly EpochFence fence;
    private readonly EndedStages ended;
    private readonly Task watching;

    public StageHost(StageContext context, FlowTable table, EpochFence fence)
    {
        (this.context, this.table, this.fence) = (context, table, fence);
        ended = new EndedStages(context.Time);
        watching = Task.Run(Watch);
    }

    /// <summary>Frames that are under way in any stage.</summary>
    public int InFlight => jobs.Values.Sum(job => job.Stages.Sum(stage => stage.InFlight));

    /// <exception cref="StaleEpochException">The node has seen a newer epoch of the job.</exception>
    /// <exception cref="Stages.StageException">A stage cannot be made.</exception>
    public async Task<HostReport> Host(HostDirective directive, CancellationToken cancel)
    {
        fence.Admit(directive.Job, directive.Epoch);
        while (true)
        {
            var job = jobs.GetOrAdd(directive.Job, name => new JobStages(context, table, ended, name));
            if (await job.Apply(directive, cancel).ConfigureAwait(false))
            {
                break;
            }

            // The job was stopped between the two calls: unless that closed this epoch, begin again with a new object.
            fence.Admit(directive.Job, directive.Epoch);
            jobs.TryRemove(new KeyValuePair<string, JobStages>(directive.Job, job));
        }

        return new HostReport(context.Node.Node, context.Node.Incarnation, directive.Epoch)
        {
            Correlation = directive.Correlation,
        };
    }

    public async Task Stop(StopDirective directive)
    {
        fence.Close(directive.Job, directive.Epoch);
        await StopJob(directive.Job, directive.Epoch).ConfigureAwait(false);
    }

    /// <summary>Stops all stages that an answer to a heartbeat names.</summary>
    public async Task DropStale(IReadOnlyList<StaleStage> stale)
    {
        foreach (var entry in stale)
        {
            await StopJob(entry.Job, entry.Epoch - 1).ConfigureAwait(false);
        }
    }

    public async Task DropAll()
    {
        foreach (var job in jobs.Keys.Order(StringComparer.Ordinal))
        {
            await StopJob(job, int.MaxValue).ConfigureAwait(false);
        }
    }

    /// <summary>The node ends: nothing new comes in; what is here is finished and handed over.</summary>
    public void Drain()
    {
        foreach (var stage in jobs.Values.SelectMany(job => job.Stages))
        {
            stage.Drain();
        }
    }

    /// <summary>Counters of the hosted stages, then of those that ended a moment ago.</summary>
    public IReadOnlyList<StageCounters> Counters() => [.. jobs.Values.SelectMany(job => job.Counters())
        .Concat(ended.Recent())
        .OrderBy(stage => stage.Job, StringComparer.Ordinal).ThenBy(stage => stage.Task, StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        foreach (var job in jobs.Values)
        {
            await job.DisposeAsync().ConfigureAwait(false);
        }

        stop.Dispose();
    }

    private async Task StopJob(string name, int upTo)
    {
        if (jobs.TryGetValue(name, out var job) && await job.Stop(upTo).ConfigureAwait(false))
        {
            jobs.TryRemove(new KeyValuePair<string, JobStages>(name, job));
            context.Logger.LogInformation("Job {Job} is no longer hosted here (epoch {Epoch})", name, job.Epoch);
        }
    }

    /// <summary>
    /// Asks for the stored results of jobs whose oldest frame stands still. An acknowledgement may be lost for good
    /// with the node that owed it, after the frame was finished everywhere; without this its place in the windows would
    /// be lost too.
    /// </summary>
    private async Task Watch()
    {
        try
        {
            while (true)
            {
                await Task.Delay(context.Limits.SettleAfter, context.Time, stop.Token).ConfigureAwait(false);
                foreach (var (name, job) in jobs.Where(entry => entry.Value.WantsProgress()))
                {
                    if (await context.Control.Progress(name, stop.Token).ConfigureAwait(false) is { } progress)
                    {
                        job.Settle(progress);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Logger.LogTrace("The watch over standing frames stopped");
        }
    }
}
