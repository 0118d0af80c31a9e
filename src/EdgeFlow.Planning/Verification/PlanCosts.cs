using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification;

/// <summary>
/// What plans cost in a snapshot, by plain arithmetic: a second of computation costs a 3600th of the node's price an
/// hour and its busy watts in joules, a byte over a link its part of the link's price a gigabyte. Reads only; thread
/// safe.
/// </summary>
public sealed class PlanCosts
{
    private const double GigabytesPerByte = 1e-9;
    private const double SecondsPerHour = 3600;

    private readonly Facts facts;

    /// <summary>Costs under a snapshot.</summary>
    /// <param name="snapshot">What the plans were made for.</param>
    public PlanCosts(NetworkSnapshot snapshot) => facts = new Facts(snapshot);

    /// <summary>For a caller that has read the snapshot.</summary>
    internal PlanCosts(Facts facts) => this.facts = facts;

    /// <summary>Price and energy above idle of one frame of a stream, or of a whole batch job, tasks that are done
    /// included. What the plan puts on nodes or links that the snapshot lacks costs nothing.</summary>
    /// <param name="plan">The plan of one job of the snapshot.</param>
    /// <returns>The price, and the energy in joules; 0 for a job that the snapshot lacks.</returns>
    public (double Price, double Joules) Of(JobPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return facts.Jobs.TryGetValue(plan.Job, out var job)
            ? Of(PlannedForm.Of(job, plan, []), plan)
            : (0, 0);
    }

    /// <summary>The same of a job in the form that its plan runs.</summary>
    internal (double Price, double Joules) Of(SnapshotJob job, JobPlan plan)
    {
        var (price, joules) = (0.0, 0.0);
        var hosts = facts.Hosts(plan);
        foreach (var task in job.Tasks)
        {
            if (hosts.TryGetValue(task.Id, out var host))
            {
                var (busy, capacity) = (facts.Busy(task, host), facts.Nodes[host].Capacity);
                price += busy * (capacity.PricePerHour ?? 0) / SecondsPerHour;
                joules += busy * (capacity.Energy?.BusyWatts ?? 0);
            }
        }

        foreach (var flow in job.Flows)
        {
            var links = plan.Routes.FirstOrDefault(r => r.Flow == flow.Id)?.Links ?? [];
            var perGigabyte = links.Sum(l => facts.Links.TryGetValue(l, out var link) ? link.PricePerGigabyte : 0);
            price += flow.Data.Value * GigabytesPerByte * perGigabyte;
        }

        return (price, joules);
    }
}
