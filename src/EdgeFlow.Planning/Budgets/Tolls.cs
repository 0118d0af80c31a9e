using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Budgets;

/// <summary>
/// What using each node and link takes of one job's budget, as a part of it: the price and the energy budget are two
/// more resources, of capacity 1 and the job's own, priced linearly with one multiplier (a Lagrangian relaxation of the
/// budgets). Mutable in its multiplier; owned by one embedding.
/// </summary>
internal sealed class Tolls
{
    private readonly double[] _perSecond;
    private readonly double[] _perBit;
    private readonly IndexedNetwork _network;

    private Tolls(IndexedNetwork network, double? pricePerHour, double? watts)
    {
        _network = network;
        _perSecond = Array.ConvertAll(network.Nodes, n =>
            (pricePerHour is { } p ? (n.Capacity.PricePerHour ?? 0) / p : 0)
            + (watts is { } w ? (n.Capacity.Energy?.BusyWatts ?? 0) / w : 0));
        _perBit = Array.ConvertAll(network.Links, l => pricePerHour is { } p
            ? l.PricePerGigabyte / Spending.BitsPerGigabyte * Spending.SecondsPerHour / p
            : 0);
    }

    /// <summary>The multiplier: the price of the whole budget; 0 to ignore it.</summary>
    public double Multiplier { get; set; }

    /// <summary>The tolls of a job; null when it has no budget.</summary>
    public static Tolls? Of(IndexedNetwork network, IndexedJob job) =>
        job.IsStream && job.Source.Demand.Budget is { } budget
            ? new Tolls(network, budget.PricePerHour, budget.Watts)
            : null;

    /// <summary>Toll of computing for so many seconds a second on a node.</summary>
    public double Compute(int node, double seconds) => Multiplier * seconds * _perSecond[node];

    /// <summary>Toll of a bit a second over a link resource.</summary>
    public double Bit(int resource) => Multiplier * _perBit[_network.LinkOfResource(resource)];
}
