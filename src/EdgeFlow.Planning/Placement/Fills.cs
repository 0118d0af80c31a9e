using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>How full nodes and links are with all jobs on the board at given rates.</summary>
internal sealed class Fills
{
    private const double Mega = 1e6;

    private readonly IndexedNetwork _network;

    /// <summary>Adds up.</summary>
    /// <param name="network">The network.</param>
    /// <param name="jobs">The jobs placed.</param>
    /// <param name="rates">Rate of each, frames a second.</param>
    /// <param name="batch">Bandwidth of each flow of each batch job.</param>
    public Fills(
        IndexedNetwork network, IReadOnlyList<PlacedJob> jobs, IReadOnlyList<double> rates, IReadOnlyList<long[]> batch)
    {
        _network = network;
        Of = new double[network.Capacity.Length];
        for (var j = 0; j < jobs.Count; j++)
        {
            Add(jobs[j], rates[j], batch[j]);
        }

        for (var r = 0; r < Of.Length; r++)
        {
            Of[r] = network.Capacity[r] > 0 ? Of[r] / network.Capacity[r] : 0;
        }
    }

    /// <summary>Part of each resource that is in use; 1 is full.</summary>
    public double[] Of { get; }

    /// <summary>What limits each flow of a job.</summary>
    /// <param name="job">The job, placed.</param>
    /// <param name="plan">Its plan.</param>
    public IReadOnlyList<FlowReport> Flows(PlacedJob job, JobPlan plan)
    {
        var granted = plan.Allocations.GroupBy(a => a.Flow).ToDictionary(g => g.Key, g => g.First().Bandwidth);
        var reports = new List<FlowReport>();
        for (var f = 0; f < job.Job.Flows.Length; f++)
        {
            if (job.Embedding.Routes[f] is not { } route)
            {
                continue;
            }

            int? fullest = route.Resources.Length == 0 ? null : route.Resources.MaxBy(r => Of[r]);
            reports.Add(new FlowReport(
                job.Job.Flows[f].Id, [.. route.Nodes.Select(u => _network.Nodes[u].Id)],
                [.. route.Links.Select(l => _network.Links[l].Id)],
                granted.GetValueOrDefault(job.Job.Flows[f].Id, new BitsPerSecond(0)),
                fullest is { } full ? _network.Links[_network.LinkOfResource(full)].Id : null,
                fullest is { } most ? Of[most] : 0, route.Resources.Sum(Price)));
        }

        return reports;
    }

    private double Price(int resource) => _network.Capacity[resource] <= 0 ? 0
        : Congestion.Steepness * Congestion.Potential(Of[resource]) * Mega / _network.Capacity[resource];

    private void Add(PlacedJob job, double rate, long[] batch)
    {
        if (job.Demand is { } demand)
        {
            for (var k = 0; k < demand.Resources.Length; k++)
            {
                var held = demand.Resources[k] < _network.NodeCount ? rate : Math.Max(rate, demand.LinkFloor);
                Of[demand.Resources[k]] += held * demand.Amounts[k];
            }

            return;
        }

        for (var f = 0; f < batch.Length; f++)
        {
            foreach (var r in job.Embedding.Routes[f]?.Resources ?? [])
            {
                Of[r] += batch[f];
            }
        }
    }
}
