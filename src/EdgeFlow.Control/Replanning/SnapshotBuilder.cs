using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Replanning;

/// <summary>Makes the planner's input from what is known. Pure: the same state gives the same snapshot.</summary>
public static class SnapshotBuilder
{
    /// <summary>The snapshot.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="options">What the operator decided, where the state does not tell it.</param>
    /// <param name="kept">The jobs of the last snapshot, where the caller keeps them.</param>
    public static NetworkSnapshot Build(NetworkState state, PlanningOptions options, SnapshotJobs? kept = null)
    {
        kept ??= new SnapshotJobs();
        var started = options.Started(state.Started);
        kept.Begin(state.Nodes, started);
        var nodes = state.Nodes.Where(node => node.Status == NodeStatus.Ready).OrderBy(node => node.Node).ToList();
        var costs = new StageCosts(state.Nodes, started);
        var jobs = state.Jobs.Where(IsToBePlanned).OrderBy(job => job.State.Job).ToList();
        var hosted = jobs.Where(job => job.State.Epoch > 0).ToDictionary(
            job => job.State.Job, job => job.State.PlannedAt);
        var joined = nodes.ToDictionary(node => node.Node, node => node.JoinedAt);
        return new NetworkSnapshot(
            state.Plan?.Revision ?? 0, started.Under(state.Settings).Model,
            [.. nodes.Select(node => new SnapshotNode(node.Node, node.Capacity))],
            SnapshotLinks.Build(state.Links, [.. nodes.Select(node => node.Node)], started),
            [.. jobs.Select(job => kept.Get(job, known => Job(known, costs)))],
            [.. (state.Plan?.Jobs.Values ?? []).Where(plan =>
                hosted.TryGetValue(plan.Job, out var since) && !IsVoid(plan, since, joined))]);
    }

    // A node that was started anew hosts nothing and has another address: what was told to the process before it is
    // void, for it and for its neighbours. Without a plan in force the job gets a new one, with a new epoch.
    private static bool IsVoid(
        JobPlan plan, DateTimeOffset since, IReadOnlyDictionary<NodeId, DateTimeOffset> joined) =>
        plan.Routes.SelectMany(route => route.Nodes)
            .Concat(plan.Placements.Select(placement => placement.Node))
            .Any(node => joined.TryGetValue(node, out var at) && at > since);

    /// <summary>Whether a job asks for a place. One that is being cancelled gives its place up.</summary>
    public static bool IsToBePlanned(ActiveJob job) => !job.State.IsEnded && job.State.Status != JobStatus.Cancelling;

    private static SnapshotJob Job(ActiveJob job, StageCosts costs)
    {
        var demand = job.State.Demand;
        var tasks = job.Application.Tasks;
        var byId = tasks.ToDictionary(task => task.Id);
        var flows = from task in tasks
                    from need in task.Needs
                    let flow = new FlowId(need.Task, task.Id)
                    orderby flow
                    select new SnapshotFlow(flow, costs.Data(byId[need.Task], need, demand));
        return new SnapshotJob(
            job.State.Job, demand,
            [.. tasks.Select(task => new SnapshotTask(
                task.Id, costs.Work(task, demand), task.Memory, task.Constraints,
                costs.Measured(task.Stage, demand), task.Accelerators, task.Accuracy, Variants(task, demand, costs)))],
            [.. flows],
            job.State.Progress.Where(entry => entry.Value.Done)
                .ToDictionary(entry => entry.Key, entry => entry.Value.Node));
    }

    private static IReadOnlyList<SnapshotVariant>? Variants(TaskSpec task, JobDemand demand, StageCosts costs) =>
        task.Variants is null
            ? null
            : [.. task.Variants.OrderBy(variant => variant.Name, StringComparer.Ordinal).Select(variant =>
                new SnapshotVariant(
                    variant.Name, variant.Accuracy, variant.Work, variant.Memory, variant.Data,
                    costs.Measured(task.Stage with { Model = variant.Model }, demand)))];
}
