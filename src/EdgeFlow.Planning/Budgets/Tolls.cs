using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Budgets;

/// <summary>
/// What using each node and link takes of one job's budget, as a part of it: the price and the energy budget are two
/// more resources, of capacity 1 and the job's own, priced linearly with one multiplier (a Lagrangian relaxation of the
/// budgets). Mutable in its multiplier; owned by one embedding.
/// </summary>
internal sealed class Tolls
{
    // That of a full node, that of a node's last part (the slope of the potential where it is full), and one beside
    // which nothing else counts: the cheapest embedding of all.
    private static readonly double[] s_multipliers = [1, 24, 1e6];

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
    public double Multiplier { get; private set; }

    /// <summary>Rounds of pricing that a job with a budget gets on top, one for each multiplier.</summary>
    public static int Rounds => s_multipliers.Length;

    /// <summary>The tolls of a job; null when it has no budget.</summary>
    public static Tolls? Of(IndexedNetwork network, IndexedJob job) =>
        job.IsStream && job.Source.Demand.Budget is { } budget
            ? new Tolls(network, budget.PricePerHour, budget.Watts)
            : null;

    /// <summary>Sets the multiplier of a round: none in the rounds that every job has, then one after
    /// another.</summary>
    public void SetRound(int round)
    {
        var extra = round - TierZeroEmbedder.Rounds;
        Multiplier = extra < 0 ? 0 : s_multipliers[Math.Min(extra, s_multipliers.Length - 1)];
    }

    /// <summary>Toll of computing for so many seconds a second on a node.</summary>
    public double Compute(int node, double seconds) => Multiplier * seconds * _perSecond[node];

    /// <summary>Toll of a bit a second over a link resource.</summary>
    public double Bit(int resource) => Multiplier * _perBit[_network.LinkOfResource(resource)];
}
