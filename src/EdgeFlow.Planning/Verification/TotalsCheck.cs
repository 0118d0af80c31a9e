using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification;

/// <summary>Checks what all jobs together ask of nodes and links.</summary>
internal sealed class TotalsCheck(Facts facts, Proposal proposal, List<PlanViolation> found)
{
    private readonly SortedDictionary<NodeId, Int128> _memory = [];
    private readonly SortedDictionary<(NodeId Node, string Name), long> _accelerators = [];
    private readonly SortedDictionary<NodeId, double> _busy = [];
    private readonly SortedDictionary<(LinkId Link, NodeId From), Int128> _bandwidth = [];

    /// <summary>Adds up and compares.</summary>
    public void Run()
    {
        foreach (var plan in proposal.Jobs)
        {
            if (facts.Jobs.TryGetValue(plan.Job, out var job))
            {
                // What is wrong with its variants was reported where the job was checked by itself.
                AddTasks(PlannedForm.Of(job, plan, []), plan);
                AddFlows(plan);
            }
        }

        foreach (var (node, bytes) in _memory)
        {
            Require(bytes <= facts.Nodes[node].Capacity.Memory.Value, "memory",
                $"node {node} hosts {bytes} bytes, it has {facts.Nodes[node].Capacity.Memory.Value}");
        }

        foreach (var ((node, name), count) in _accelerators)
        {
            var has = facts.Nodes[node].Capacity.Accelerators?.GetValueOrDefault(name) ?? 0;
            Require(count <= has, "accelerator", $"tasks on node {node} hold {count} of {name}, it has {has}");
        }

        foreach (var (node, seconds) in _busy)
        {
            Require(seconds <= 1 + PlanVerifier.Tolerance, "node",
                FormattableString.Invariant($"node {node} is asked for {seconds} seconds of computation a second"));
        }

        foreach (var ((link, from), bits) in _bandwidth)
        {
            Require(bits <= facts.Links[link].Capacity.Value, "link",
                $"link {link} from {from} carries {bits} bit/s, it has {facts.Links[link].Capacity.Value}");
        }
    }

    private void AddTasks(SnapshotJob job, Domain.Plans.JobPlan plan)
    {
        var hosts = facts.Hosts(plan);
        foreach (var task in job.Tasks)
        {
            if (!hosts.TryGetValue(task.Id, out var node)
                || (Facts.IsDone(job, task.Id) && node == job.Done[task.Id]))
            {
                continue;
            }

            _memory[node] = _memory.GetValueOrDefault(node) + task.Memory.Value;
            foreach (var (name, count) in task.Accelerators ?? new Dictionary<string, int>())
            {
                _accelerators[(node, name)] = _accelerators.GetValueOrDefault((node, name)) + count;
            }

            if (job.Demand.Mode != JobMode.Stream)
            {
                continue;
            }

            var seconds = plan.Rate.Value * facts.Busy(task, node);
            if (facts.Snapshot.Options.Compute == ComputeModel.Shared)
            {
                _busy[node] = _busy.GetValueOrDefault(node) + seconds;
            }
            else
            {
                Require(seconds <= 1 + PlanVerifier.Tolerance, "node", FormattableString.Invariant(
                    $"task {task.Id} of {plan.Job} asks node {node} for {seconds} seconds of computation a second"));
            }
        }
    }

    private void AddFlows(Domain.Plans.JobPlan plan)
    {
        foreach (var allocation in plan.Allocations)
        {
            var route = plan.Routes.FirstOrDefault(r => r.Flow == allocation.Flow);
            for (var hop = 0; hop < (route?.Links.Count ?? 0) && hop < route!.Nodes.Count; hop++)
            {
                if (!facts.Links.TryGetValue(route.Links[hop], out var link))
                {
                    continue;
                }

                // Half duplex: both directions count on one sum, filed under the link's first end.
                var from = facts.Snapshot.Options.Duplex == DuplexModel.Half ? link.A : route.Nodes[hop];
                _bandwidth[(link.Id, from)] = _bandwidth.GetValueOrDefault((link.Id, from))
                    + allocation.Bandwidth.Value;
            }
        }
    }

    private void Require(bool holds, string rule, string words)
    {
        if (!holds)
        {
            found.Add(new PlanViolation(rule, null, words));
        }
    }
}
