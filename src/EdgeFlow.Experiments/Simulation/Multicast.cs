using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Experiments.Simulation;

/// <summary>
/// The reading of A27 by which one result for several tasks on one node crosses the network once. A plan gives every
/// flow bandwidth of its own, so it cannot say so; but once placements are known, the same jobs without the data that
/// cross again are a snapshot of their own, in which the policy routes and splits anew with every task where it is. The
/// rates of that plan count, and the verifier accepts it there. Flows of one task with the same size are one result.
/// Stateless.
/// </summary>
public static class Multicast
{
    /// <summary>The placed jobs with every task bound to its node, and without the data that would cross
    /// again.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="proposal">A plan of it.</param>
    public static NetworkSnapshot Once(NetworkSnapshot snapshot, Proposal proposal)
    {
        var jobs = snapshot.Jobs.ToDictionary(j => j.Id);
        return snapshot with
        {
            Current = [],
            Jobs = [.. proposal.Jobs.Select(plan => Once(
                jobs[plan.Job], plan.Placements.ToDictionary(p => p.Task, p => p.Node)))],
        };
    }

    /// <summary>The rates of the placed jobs under this reading, in frames a second; those of the plan where the policy
    /// finds no place for some job with its tasks where they are.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="proposal">A plan of it.</param>
    /// <param name="policy">The policy that made it.</param>
    /// <exception cref="InvalidOperationException">The verifier refuses the plan of this reading.</exception>
    public static IReadOnlyDictionary<JobId, double> Rates(
        NetworkSnapshot snapshot, Proposal proposal, IPolicy policy)
    {
        var once = Once(snapshot, proposal);
        var planned = Planner.Plan(once, proposal.Report.Seed, policy);
        if (PlanVerifier.Check(once, planned) is [var first, ..])
        {
            throw new InvalidOperationException($"{policy.Name} with multicast counted once: {first}");
        }

        return (planned.Waiting.Count == 0 ? planned : proposal).Jobs.ToDictionary(p => p.Job, p => p.Rate.Value);
    }

    private static SnapshotJob Once(SnapshotJob job, Dictionary<TaskId, NodeId> nodes)
    {
        var crossed = new HashSet<(TaskId From, NodeId To, long Bytes)>();
        return job with
        {
            Tasks = [.. job.Tasks.Select(t => t with
            {
                Constraints = t.Constraints with { Nodes = [nodes[t.Id]] },
            })],
            Flows = [.. job.Flows.Select(f => crossed.Add((f.Id.From, nodes[f.Id.To], f.Data.Value)) ? f
                : f with { Data = new Bytes(0) })],
        };
    }
}
