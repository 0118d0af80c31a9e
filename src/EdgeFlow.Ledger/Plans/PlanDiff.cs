using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Ledger.Plans;

/// <summary>Sets two plans side by side: what moved, and what it cost. Pure.</summary>
public static class PlanDiff
{
    private const double Same = 1e-9;

    /// <summary>The difference.</summary>
    /// <param name="before">The one plan.</param>
    /// <param name="after">The other.</param>
    /// <param name="why">Why each plan in between was made.</param>
    public static PlanDifference Of(PlanMoment before, PlanMoment after, IReadOnlyList<string> why)
    {
        var state = new StateMoves(before.Snapshot, after.Snapshot);
        var plans = before.Snapshot.Current.ToDictionary(plan => plan.Job);
        var next = after.Snapshot.Current.ToDictionary(plan => plan.Job);
        var jobs = plans.Keys.Union(next.Keys).Order()
            .Select(job => Job(job, plans.GetValueOrDefault(job), next.GetValueOrDefault(job), state))
            .OfType<JobDifference>().ToList();
        var (one, other) = (before.Adopted, after.Adopted);
        var difference = new PlanDifference(one.Revision, other.Revision, [], why, jobs, Cost(jobs, one, other));
        return difference with { Words = PlanDiffWords.Of(difference) };
    }

    private static JobDifference? Job(JobId job, JobPlan? before, JobPlan? after, StateMoves state)
    {
        var tasks = Tasks(job, before, after, state);
        var flows = Flows(before, after, tasks.Where(HasMoved).Select(task => task.Task).ToHashSet());
        var (rate, rateAfter) = (before?.Rate.Value ?? 0, after?.Rate.Value ?? 0);
        var (span, spanAfter) = (before?.Span.Value ?? 0, after?.Span.Value ?? 0);
        var change = before is null ? JobDifference.Placed
            : after is null ? JobDifference.Unplaced : JobDifference.Changed;
        return tasks.Count == 0 && flows.Count == 0 && change == JobDifference.Changed
            && Math.Abs(rate - rateAfter) <= Same * rate && Math.Abs(span - spanAfter) <= Same * span
            ? null
            : new JobDifference(job.Value, change, rate, rateAfter, span, spanAfter, tasks, flows);
    }

    private static List<TaskDifference> Tasks(JobId job, JobPlan? before, JobPlan? after, StateMoves state)
    {
        var old = (before?.Placements ?? []).ToDictionary(place => place.Task);
        var now = (after?.Placements ?? []).ToDictionary(place => place.Task);
        return
        [
            .. old.Keys.Union(now.Keys).Order()
                .Select(task => (Task: task, Before: old.GetValueOrDefault(task), After: now.GetValueOrDefault(task)))
                .Where(pair => pair.Before?.Node != pair.After?.Node || pair.Before?.Variant != pair.After?.Variant)
                .Select(pair => state.Of(job, pair.Task, pair.Before, pair.After)),
        ];
    }

    private static List<FlowDifference> Flows(JobPlan? before, JobPlan? after, IReadOnlySet<string> moved)
    {
        var (old, now) = (Routes(before), Routes(after));
        return
        [
            .. old.Keys.Union(now.Keys).Order()
                .Select(flow => (Flow: flow, Before: old.GetValueOrDefault(flow), After: now.GetValueOrDefault(flow)))
                .Where(pair => !SameWay(pair.Before.Route, pair.After.Route)
                    || pair.Before.Bandwidth != pair.After.Bandwidth)
                .Select(pair => new FlowDifference(
                    pair.Flow.From.Value, pair.Flow.To.Value, Nodes(pair.Before.Route), Nodes(pair.After.Route),
                    pair.Before.Bandwidth.Value, pair.After.Bandwidth.Value,
                    pair.Before.Route is not null && pair.After.Route is not null
                        && !SameWay(pair.Before.Route, pair.After.Route)
                        && !moved.Contains(pair.Flow.From.Value) && !moved.Contains(pair.Flow.To.Value))),
        ];
    }

    private static Dictionary<FlowId, (Route? Route, BitsPerSecond Bandwidth)> Routes(JobPlan? plan)
    {
        var bandwidths = (plan?.Allocations ?? []).ToDictionary(grant => grant.Flow, grant => grant.Bandwidth);
        return (plan?.Routes ?? []).ToDictionary(
            route => route.Flow, route => ((Route?)route, bandwidths.GetValueOrDefault(route.Flow)));
    }

    private static bool SameWay(Route? one, Route? other) =>
        one is null || other is null ? one is null && other is null
            : one.Links.SequenceEqual(other.Links) && one.Nodes.SequenceEqual(other.Nodes);

    private static string[] Nodes(Route? route) => [.. (route?.Nodes ?? []).Select(node => node.Value)];

    private static PlanCost Cost(IReadOnlyList<JobDifference> jobs, PlanAdopted before, PlanAdopted after)
    {
        var moved = jobs.SelectMany(job => job.Tasks).Where(HasMoved).ToList();
        return new PlanCost(
            moved.Count, moved.Count(task => task.Forced), jobs.Sum(job => job.Flows.Count(flow => flow.Rerouted)),
            moved.Sum(task => task.StateBytes), moved.Max(task => task.DowntimeMs), before.Decision.Objective,
            after.Decision.Objective, before.Decision.Bound, after.Decision.Bound);
    }

    private static bool HasMoved(TaskDifference task) =>
        task.NodeBefore is not null && task.NodeAfter is not null && task.NodeBefore != task.NodeAfter;
}
