using EdgeFlow.Planning.Bandwidth;

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
    /// <param name="capacity">What stream jobs may use of each resource.</param>
    /// <param name="firstLink">Number of the first resource that is a link.</param>
    /// <param name="others">What the other jobs ask of the resources.</param>
    /// <param name="rates">Their rates.</param>
    /// <param name="level">Level θ = rate / weight at which the newcomer is to be embedded.</param>
    public Congestion(
        double[] capacity, int firstLink, IReadOnlyList<FillDemand> others, IReadOnlyList<double> rates, double level)
    {
        Fill = new double[capacity.Length];
        _inverse = Array.ConvertAll(capacity, c => 1 / Math.Max(c, TinyCapacity));
        for (var j = 0; j < others.Count; j++)
        {
            var demand = others[j];
            var rate = Math.Max(Math.Min(rates[j], demand.Weight * level), demand.Floor);
            for (var k = 0; k < demand.Resources.Length; k++)
            {
                var r = demand.Resources[k];
                var held = r < firstLink ? rate : Math.Max(rate, demand.LinkFloor);
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
