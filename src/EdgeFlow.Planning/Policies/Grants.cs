using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Policies;

/// <summary>What a plan in force holds of the resources.</summary>
/// <param name="Resources">The resources, ascending.</param>
/// <param name="Amounts">How much of each: seconds a second on a node, bits a second on a link.</param>
internal sealed record Grants(int[] Resources, double[] Amounts)
{
    private const double Tolerance = 1e-9;

    /// <summary>Adds up what a plan holds.</summary>
    public static Grants Of(IndexedNetwork network, PlacedJob job, JobPlan plan)
    {
        var held = new SortedDictionary<int, double>();
        foreach (var allocation in plan.Allocations)
        {
            var f = Array.FindIndex(job.Job.Flows, flow => flow.Id == allocation.Flow);
            foreach (var r in f < 0 ? [] : job.Embedding.Routes[f]?.Resources ?? [])
            {
                held[r] = held.GetValueOrDefault(r) + allocation.Bandwidth.Value;
            }
        }

        for (var i = 0; job.Job.IsStream && i < job.Job.Tasks.Length; i++)
        {
            var node = job.Embedding.Node[i];
            var used = plan.Rate.Value * job.Job.Seconds(i, network.Nodes[node]);

            // With exclusive compute each task has the node to itself; only one that alone is too slow counts.
            if (network.SharedCompute ? used > 0 : used > 1 + Tolerance)
            {
                held[node] = held.GetValueOrDefault(node) + used;
            }
        }

        return new Grants([.. held.Keys], [.. held.Values]);
    }

    /// <summary>Adds all of it to a sum over jobs, or takes it off (sign -1).</summary>
    public void AddTo(double[] total, int sign)
    {
        for (var k = 0; k < Resources.Length; k++)
        {
            total[Resources[k]] += sign * Amounts[k];
        }
    }

    /// <summary>Whether anything of a resource is held.</summary>
    public bool Holds(int resource) => Array.BinarySearch(Resources, resource) >= 0;
}
