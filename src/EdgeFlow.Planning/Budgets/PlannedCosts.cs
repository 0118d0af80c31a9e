using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Variants;

namespace EdgeFlow.Planning.Budgets;

/// <summary>What a job costs by the plan that places it, in the planner's own model: to be held against what it cost
/// indeed. Immutable.</summary>
/// <param name="IsStream">Whether frames flow; otherwise each task runs once.</param>
/// <param name="Rate">Stream: frames a second that are granted; batch: 0.</param>
/// <param name="Tasks">Its placed tasks, by id.</param>
/// <param name="Flows">Its flows that cross links, by flow.</param>
public sealed record PlannedCosts(
    bool IsStream, double Rate, IReadOnlyList<TaskCost> Tasks, IReadOnlyList<FlowCost> Flows)
{
    /// <summary>The costs of a job's plan; null when the snapshot does not have the job.</summary>
    /// <param name="snapshot">What the plan was made from.</param>
    /// <param name="plan">What it decided for the job.</param>
    public static PlannedCosts? Of(NetworkSnapshot snapshot, JobPlan plan)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(plan);
        if (snapshot.Jobs.FirstOrDefault(job => job.Id == plan.Job) is not { } source)
        {
            return null;
        }

        var job = VariantChoices.InForce(source, plan) is { } choice ? VariantJob.Of(source, choice) : source;
        var nodes = snapshot.Nodes.ToDictionary(node => node.Id, node => node.Capacity);
        var prices = snapshot.Links.ToDictionary(link => link.Id, link => link.PricePerGigabyte);
        var tasks = job.Tasks.ToDictionary(task => task.Id);
        var bytes = job.Flows.ToDictionary(flow => flow.Id, flow => (double)flow.Data.Value);
        return new PlannedCosts(
            job.Demand.Mode == JobMode.Stream, plan.Rate.Value,
            [.. from placed in plan.Placements.OrderBy(placed => placed.Task)
                where tasks.ContainsKey(placed.Task) && nodes.ContainsKey(placed.Node)
                let node = nodes[placed.Node]
                let seconds = TaskTime.Seconds(tasks[placed.Task], node)
                select new TaskCost(
                    placed.Task, placed.Node, double.IsFinite(seconds) ? seconds : 0, node.Energy?.BusyWatts ?? 0,
                    node.PricePerHour ?? 0)],
            [.. from route in plan.Routes.OrderBy(route => route.Flow)
                where route.Links.Count > 0
                select new FlowCost(
                    route.Flow, route.Nodes[0], bytes.GetValueOrDefault(route.Flow),
                    [.. route.Links.Select(link => new LinkCost(link, prices.GetValueOrDefault(link)))])]);
    }
}
