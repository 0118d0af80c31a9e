using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// How full each resource is while one job is being embedded, and what using more of it costs: the exponential
/// potential Φ = Σ_r exp(s·(x_r − 1)) of online virtual-circuit routing (Awerbuch, Azar and Plotkin, 1993), whose
/// minimum approaches the least maximal fill x_r as s grows. Mutable; owned by one embedding.
/// </summary>
internal sealed class Congestion
{
    /// <summary>Steepness s of the potential.</summary>
    public const double Steepness = 24;

    private const double MaxExponent = 500;
    private const double TinyCapacity = 1e-9;

    private readonly double[] _inverse;

    /// <summary>Starts with what the other jobs use once they have yielded to the level of the newcomer.</summary>
    /// <param name="shares">Shares without the newcomer.</param>
    /// <param name="others">The other jobs, in the order of the shares.</param>
    /// <param name="level">Level θ = rate / weight at which the newcomer is to be embedded.</param>
    /// <param name="network">The network.</param>
    public Congestion(IndexedNetwork network, Shares shares, IReadOnlyList<PlacedJob> others, double level)
    {
        Fill = new double[network.Capacity.Length];
        _inverse = [.. shares.Capacity.Select(c => 1 / Math.Max(c, TinyCapacity))];
        for (var j = 0; j < others.Count; j++)
        {
            if (others[j].Demand is not { } demand)
            {
                continue;
            }

            var rate = Math.Max(Math.Min(shares.Rates[j], demand.Weight * level), demand.Floor);
            for (var k = 0; k < demand.Resources.Length; k++)
            {
                var r = demand.Resources[k];
                var held = r < network.NodeCount ? rate : Math.Max(rate, demand.LinkFloor);
                Fill[r] += held * demand.Amounts[k] * _inverse[r];
            }
        }
    }

    private Congestion(Congestion other) => (Fill, _inverse) = ([.. other.Fill], other._inverse);

    /// <summary>How full each resource is: 1 is full.</summary>
    public double[] Fill { get; }

    /// <summary>A copy that can be changed by itself.</summary>
    public Congestion Copy() => new(this);

    /// <summary>Part of a resource that a load takes.</summary>
    public double Part(int resource, double load) => load * _inverse[resource];

    /// <summary>Potential of one resource.</summary>
    public static double Potential(double fill) => Math.Exp(Math.Min(Steepness * (fill - 1), MaxExponent));

    /// <summary>Rise of the potential if the load came on top.</summary>
    public double Price(int resource, double load)
    {
        var before = Fill[resource];
        return Potential(before + load * _inverse[resource]) - Potential(before);
    }
}
