using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification;

/// <summary>Checks one job's plan by itself: placements, constraints, routes, rate, times.</summary>
internal sealed class JobCheck(Facts facts, SnapshotJob job, JobPlan plan, List<PlanViolation> found)
{
    private readonly Dictionary<TaskId, NodeId> _hosts = facts.Hosts(plan);
    private readonly ILookup<FlowId, Route> _routes = plan.Routes.ToLookup(r => r.Flow);
    private readonly ILookup<FlowId, Allocation> _granted = plan.Allocations.ToLookup(a => a.Flow);

    /// <summary>Every task once, on a node that is there.</summary>
    public bool PlacementsHold()
    {
        var before = found.Count;
        foreach (var task in job.Tasks)
        {
            var placements = plan.Placements.Where(p => p.Task == task.Id).ToList();
            if (placements.Count != 1)
            {
                Report("placement", $"task {task.Id} is placed {placements.Count} times, not once");
            }
            else if (Facts.IsDone(job, task.Id))
            {
                var mustRunAgain = !facts.Nodes.ContainsKey(job.Done[task.Id]) && IsRead(task.Id);
                if (placements[0].Node != job.Done[task.Id] && !mustRunAgain)
                {
                    Report("placement",
                        $"task {task.Id} is done on {job.Done[task.Id]}, but placed on {placements[0].Node}");
                }
            }
            else if (!facts.Nodes.ContainsKey(placements[0].Node))
            {
                Report("placement", $"task {task.Id} is on {placements[0].Node}, which is not there");
            }
        }

        foreach (var stray in plan.Placements.Where(p => job.Tasks.All(t => t.Id != p.Task)))
        {
            Report("placement", $"task {stray.Task} does not exist");
        }

        return found.Count == before;
    }

    /// <summary>Every constraint of every task that is still to run.</summary>
    public void ConstraintsHold()
    {
        foreach (var task in job.Tasks.Where(t => !Facts.IsDone(job, t.Id)))
        {
            var node = facts.Nodes[_hosts[task.Id]];
            var wanted = task.Constraints;
            Require(wanted.Nodes.Count == 0 || wanted.Nodes.Contains(node.Id), task, node, "nodes");
            Require(wanted.Zones.Count == 0 || wanted.Zones.Contains(node.Capacity.Zone), task, node, "zones");
            foreach (var (key, value) in wanted.Labels)
            {
                Require(node.Capacity.Labels.TryGetValue(key, out var has) && has == value, task, node, "labels");
            }

            foreach (var (key, value) in node.Capacity.Taints)
            {
                Require(wanted.Tolerations.Any(t => t.Key == key && (t.Value ?? value) == value), task, node,
                    "tolerations");
            }

            foreach (var other in wanted.With.Where(_hosts.ContainsKey))
            {
                Require(_hosts[other] == node.Id, task, node, "with");
            }

            foreach (var other in wanted.Apart.Where(o => o != task.Id && _hosts.ContainsKey(o)))
            {
                Require(_hosts[other] != node.Id, task, node, "apart");
            }
        }
    }

    /// <summary>Every flow once, along links that are there, from its producer to its consumer, without a
    /// loop.</summary>
    public void RoutesHold()
    {
        foreach (var flow in job.Flows)
        {
            var routes = _routes[flow.Id].ToList();
            if (routes.Count == 1)
            {
                RouteHolds(routes[0]);
            }
            else if (routes.Count > 1 || !Facts.IsDone(job, flow.Id.To))
            {
                Report("route", $"flow {flow.Id} has {routes.Count} routes, not one");
            }
        }

        foreach (var stray in plan.Routes.Select(r => r.Flow).Concat(plan.Allocations.Select(a => a.Flow))
            .Where(id => job.Flows.All(f => f.Id != id)))
        {
            Report("route", $"flow {stray} does not exist");
        }
    }

    /// <summary>The rate within what is asked, and every flow's bandwidth enough for it.</summary>
    public void RatesHold()
    {
        var rate = plan.Rate.Value;
        var isStream = job.Demand.Mode == JobMode.Stream;
        if (!double.IsFinite(rate) || rate < 0 || (!isStream && rate != 0))
        {
            Report("rate", $"{rate} is no rate for a {job.Demand.Mode} job");
            return;
        }

        if (isStream && job.Demand.Required is { } required && rate < required.Value * (1 - PlanVerifier.Tolerance))
        {
            Report("rate", $"{rate} frames/s, required are {required.Value}");
        }

        var most = Math.Max(job.Demand.Wished?.Value ?? double.MaxValue, job.Demand.Required?.Value ?? 0);
        if (isStream && rate > most)
        {
            Report("rate", $"{rate} frames/s, wished are only {most}");
        }

        foreach (var route in plan.Routes)
        {
            AllocationHolds(route, rate);
        }
    }

    /// <summary>Precedence: no way through the DAG takes longer than the plan says, nor than the latency bound
    /// allows.</summary>
    public void TimesHold(bool isChanged)
    {
        if (LongestWay() is not { } seconds)
        {
            Report("order", "the tasks form a cycle");
            return;
        }

        var bound = job.Demand.LatencyBound;
        if (bound is { } b && job.Demand.Mode == JobMode.Stream
            && seconds * 1000 > b.Value * (1 + PlanVerifier.Tolerance))
        {
            Report("latency", FormattableString.Invariant($"a frame takes {seconds * 1000} ms, allowed are {b.Value}"));
        }

        if (isChanged && plan.Span.Value < seconds * 1000 * (1 - PlanVerifier.Tolerance))
        {
            Report("order",
                FormattableString.Invariant(
                    $"said to take {plan.Span.Value} ms, but its longest way takes {seconds * 1000}"));
        }
    }

    private bool IsRead(TaskId task)
    {
        // An output is still needed when some reader, or a reader that must itself run again, has not completed.
        var readers = job.Flows.Where(f => f.Id.From == task).Select(f => f.Id.To).ToList();
        return readers.Exists(r => !Facts.IsDone(job, r) || (!facts.Nodes.ContainsKey(job.Done[r]) && IsRead(r)));
    }

    private void RouteHolds(Route route)
    {
        var ends = (_hosts.GetValueOrDefault(route.Flow.From), _hosts.GetValueOrDefault(route.Flow.To));
        if (route.Nodes.Count == 0 || (route.Nodes[0], route.Nodes[^1]) != ends)
        {
            Report("route", $"flow {route.Flow} does not run from {ends.Item1} to {ends.Item2}");
            return;
        }

        if (route.Nodes.Count != route.Links.Count + 1 || route.Nodes.Distinct().Count() != route.Nodes.Count)
        {
            Report("route",
                $"flow {route.Flow} passes {route.Nodes.Count} nodes over {route.Links.Count} links, or one twice");
            return;
        }

        for (var hop = 0; hop < route.Links.Count; hop++)
        {
            var (from, to) = (route.Nodes[hop], route.Nodes[hop + 1]);
            if (!facts.Links.TryGetValue(route.Links[hop], out var link)
                || ((link.A, link.B) != (from, to) && (link.B, link.A) != (from, to)))
            {
                Report("route",
                    $"flow {route.Flow} passes from {from} to {to} over {route.Links[hop]}, which does not join them");
            }

            if (!facts.Nodes.ContainsKey(from) || !facts.Nodes.ContainsKey(to))
            {
                Report("route", $"flow {route.Flow} passes a node that is not there");
            }
        }
    }

    private void AllocationHolds(Route route, double rate)
    {
        var granted = _granted[route.Flow].ToList();
        if (granted.Count != (route.Links.Count > 0 ? 1 : 0))
        {
            Report("allocation", $"flow {route.Flow} over {route.Links.Count} links has {granted.Count} allocations");
            return;
        }

        var bits = job.Flows.Where(f => f.Id == route.Flow).Select(f => f.Data.Value * 8.0).FirstOrDefault();
        if (granted.Count == 1
            && (granted[0].Bandwidth.Value <= 0
                || granted[0].Bandwidth.Value < rate * bits * (1 - PlanVerifier.Tolerance)))
        {
            Report("allocation", FormattableString.Invariant(
                $"flow {route.Flow} has {granted[0].Bandwidth.Value} bit/s, {rate * bits} are needed"));
        }
    }

    /// <summary>Relaxes over all flows, at most once a task: a value that still rises then means a cycle.</summary>
    private double? LongestWay()
    {
        var own = job.Tasks.ToDictionary(t => t.Id, Own);
        var finish = new Dictionary<TaskId, double>(own);
        var flows = job.Flows.Where(f => !Rests(f.Id.To)).Select(f => (f.Id, Seconds: Transfer(f))).ToList();
        for (var round = 0; round <= job.Tasks.Count; round++)
        {
            var rose = false;
            foreach (var flow in flows)
            {
                var arrival = finish[flow.Id.From] + flow.Seconds + own[flow.Id.To];
                if (arrival > finish[flow.Id.To])
                {
                    finish[flow.Id.To] = arrival;
                    rose = true;
                }
            }

            if (!rose)
            {
                return finish.Values.DefaultIfEmpty(0).Max();
            }
        }

        return null;
    }

    /// <summary>Whether a task has completed and is not run again, so that it waits for nothing.</summary>
    private bool Rests(TaskId task) =>
        Facts.IsDone(job, task) && plan.Placements.First(p => p.Task == task).Node == job.Done[task];

    private double Own(SnapshotTask task) =>
        Rests(task.Id) || !_hosts.TryGetValue(task.Id, out var node) ? 0 : facts.Busy(task, node);

    private double Transfer(SnapshotFlow flow)
    {
        var (route, granted) = (_routes[flow.Id].FirstOrDefault(), _granted[flow.Id].FirstOrDefault());
        var seconds = granted is null || granted.Bandwidth.Value <= 0 ? 0
            : flow.Data.Value * 8.0 / granted.Bandwidth.Value;
        foreach (var id in route?.Links ?? [])
        {
            seconds += facts.Links.TryGetValue(id, out var link) ? link.Delay.Value / 1000 : 0;
        }

        return seconds;
    }

    private void Require(bool holds, SnapshotTask task, SnapshotNode node, string constraint)
    {
        if (!holds)
        {
            Report("constraint", $"task {task.Id} on {node.Id} breaks its {constraint}");
        }
    }

    private void Report(string rule, string words) => found.Add(new PlanViolation(rule, job.Id, words));
}
