using EdgeFlow.Channels.Direct;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Results;
using EdgeFlow.StageWorker.Stages;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// The stages of one stream job on this node. Directives are applied one at a time; the rest is safe for concurrent
/// use.
/// </summary>
internal sealed class JobStages(StageContext context, FlowTable table, EndedStages endedStages, string job)
    : IAsyncDisposable
{
    private readonly SemaphoreSlim oneDirective = new(1, 1);
    private volatile IReadOnlyDictionary<string, HostedStage> stages = new Dictionary<string, HostedStage>();
    private volatile bool isNew = true;
    private int epoch = -1;
    private bool isClosed;

    public IReadOnlyCollection<HostedStage> Stages => [.. stages.Values];

    public int Epoch => Volatile.Read(ref epoch);

    /// <summary>
    /// Hosts what the directive says and stops the rest. New stages are made before anything is changed. False when the
    /// job was stopped meanwhile: begin again with a new object.
    /// </summary>
    /// <exception cref="StageException">A stage cannot be made; what was hosted before goes on.</exception>
    /// <exception cref="StaleEpochException">A newer directive was applied.</exception>
    public async Task<bool> Apply(HostDirective directive, CancellationToken cancel)
    {
        await oneDirective.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (isClosed)
            {
                return false;
            }

            if (directive.Epoch < epoch)
            {
                throw new StaleEpochException(job, directive.Epoch, epoch);
            }

            if (directive.Epoch > epoch)
            {
                await Change(directive, cancel).ConfigureAwait(false);
            }

            return true;
        }
        finally
        {
            oneDirective.Release();
        }
    }

    /// <summary>Stops all stages if their epoch is this one or older. True when nothing is hosted any more.</summary>
    public async Task<bool> Stop(int upTo)
    {
        await oneDirective.WaitAsync().ConfigureAwait(false);
        try
        {
            if (epoch > upTo)
            {
                return false;
            }

            isClosed = true;
            var ended = stages.Values;
            stages = new Dictionary<string, HostedStage>();
            table.Remove(job);
            await End(ended).ConfigureAwait(false);
            return true;
        }
        finally
        {
            oneDirective.Release();
        }
    }

    public IEnumerable<StageCounters> Counters() => stages.Values.Select(stage => stage.Counters());

    /// <summary>
    /// Whether it is time to ask which frames have their results: after a new plan, or when a frame stands still.
    /// </summary>
    public bool WantsProgress()
    {
        var asked = isNew;
        isNew = false;
        return stages.Values.Count(stage => stage.OldestStays()) > 0 || (asked && stages.Count > 0);
    }

    public void Settle(ResultProgress progress)
    {
        foreach (var stage in stages.Values)
        {
            stage.Settle(progress);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop(int.MaxValue).ConfigureAwait(false);
        oneDirective.Dispose();
    }

    private async Task Change(HostDirective directive, CancellationToken cancel)
    {
        var before = stages;
        var made = await Make(directive.Tasks.Where(task => !Stays(before, task)), cancel).ConfigureAwait(false);
        var after = new Dictionary<string, HostedStage>(StringComparer.Ordinal);
        foreach (var task in directive.Tasks)
        {
            after.Add(task.Task, made.TryGetValue(task.Task, out var code)
                ? new HostedStage(context, job, task, directive.Epoch, code.Stage, code.FilesHash)
                : before[task.Task]);
        }

        stages = after;
        Volatile.Write(ref epoch, directive.Epoch);
        table.Set(job, Flows(directive, after));
        foreach (var task in directive.Tasks)
        {
            if (made.ContainsKey(task.Task))
            {
                after[task.Task].Start();
            }
            else
            {
                after[task.Task].Retarget(task, directive.Epoch);
            }
        }

        isNew = true;
        await End(before.Values.Where(stage => !after.ContainsValue(stage))).ConfigureAwait(false);
        context.Logger.LogInformation("Job {Job}, epoch {Epoch}: hosts [{Tasks}], {New} new, relays {Relays} flows",
            job, directive.Epoch, string.Join(", ", after.Keys), made.Count, directive.Relays.Count);
    }

    private static bool Stays(IReadOnlyDictionary<string, HostedStage> before, HostedTask task) =>
        before.TryGetValue(task.Task, out var stage) && stage.Fits(task);

    private async Task<Dictionary<string, (IStage Stage, string? FilesHash)>> Make(
        IEnumerable<HostedTask> tasks, CancellationToken cancel)
    {
        var made = new Dictionary<string, (IStage Stage, string? FilesHash)>(StringComparer.Ordinal);
        try
        {
            foreach (var task in tasks)
            {
                made.Add(task.Task, await Task.Run(
                    () => context.Maker.MakeKnown(task.Kind, task.Model, task.Parameters, cancel), cancel)
                    .ConfigureAwait(false));
            }

            return made;
        }
        catch
        {
            foreach (var (stage, _) in made.Values)
            {
                stage.Dispose();
            }

            throw;
        }
    }

    private static JobFlows Flows(HostDirective directive, Dictionary<string, HostedStage> hosted) => new(
        directive.Epoch,
        hosted.Where(entry => entry.Value.Task.Inputs.Count > 0)
            .ToDictionary(entry => entry.Key, IFrameConsumer (entry) => entry.Value, StringComparer.Ordinal),
        hosted.SelectMany(entry => entry.Value.Producers().Select(flow => (From: entry.Key, flow.To, flow.Told)))
            .ToDictionary(flow => (flow.From, flow.To), flow => flow.Told),
        directive.Relays.ToDictionary(relay => (relay.From, relay.To), relay => relay.NextHop));

    private async Task End(IEnumerable<HostedStage> ended)
    {
        foreach (var stage in ended)
        {
            await stage.DisposeAsync().ConfigureAwait(false);
            endedStages.Add(stage.Counters());
        }
    }
}
