using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// What the record tells of how long jobs took, against what was planned: the measure of how they would have gone under
/// another plan. Filled once while a history is folded; then it only reads and is thread safe.
/// </summary>
internal sealed class RecordedFacts
{
    private readonly HashSet<JobId> known = [];
    private readonly Dictionary<JobId, double> granted = [];
    private readonly Dictionary<JobId, long> frames = [];
    private readonly Dictionary<JobId, double> pace = [];
    private readonly Dictionary<(JobId Job, TaskId Task), (string Output, long Bytes)> outputs = [];

    /// <summary>Takes note of what was there before.</summary>
    public void Begin(WorldState world) => known.UnionWith(world.Jobs.Keys);

    /// <summary>Takes note of an event.</summary>
    /// <param name="change">The event.</param>
    /// <param name="at">When.</param>
    /// <param name="before">The world before it.</param>
    /// <param name="grants">What streams were granted until then.</param>
    public void Observe(IEvent change, DateTimeOffset at, WorldState before, Grants grants)
    {
        if (change is JobSubmitted submitted)
        {
            known.Add(submitted.Job);
        }

        if (change is TaskCompleted task)
        {
            outputs[(task.Job, task.Task)] = (task.Output, task.OutputBytes);
        }

        if (change is not JobCompleted completed || before.Jobs.GetValueOrDefault(completed.Job)?.State is not { } job)
        {
            return;
        }

        frames[completed.Job] = completed.Frames;
        if (job.Demand.Mode == JobMode.Stream)
        {
            granted[completed.Job] = grants.Until(completed.Job, at);
        }
        else if (before.Plan?.Jobs.GetValueOrDefault(completed.Job)?.Span.Value is > 0 and var span)
        {
            pace[completed.Job] = Math.Max(0, (at - job.PlannedAt).TotalMilliseconds / span);
        }
    }

    /// <summary>Whether a job was ever submitted.</summary>
    public bool Knows(JobId job) => known.Contains(job);

    /// <summary>Stream: how many frames it was granted until it completed; null when it did not.</summary>
    public double? GrantedUntilCompletion(JobId job) => granted.TryGetValue(job, out var all) ? all : null;

    /// <summary>How many frames came out; null when it did not complete.</summary>
    public long? Frames(JobId job) => frames.TryGetValue(job, out var all) ? all : null;

    /// <summary>Batch: how long it took from its last plan on, as a factor of what was planned; 1 when nothing is
    /// known.</summary>
    public double Pace(JobId job) => pace.TryGetValue(job, out var factor) && factor > 0 ? factor : 1;

    /// <summary>What a task's output was.</summary>
    public (string Output, long Bytes) Output(JobId job, TaskId task) =>
        outputs.GetValueOrDefault((job, task), ("", 0));
}
