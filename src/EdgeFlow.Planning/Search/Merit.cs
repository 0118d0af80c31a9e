using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// How good rates are under an objective, comparable as a relative gain. Max-min compares lexicographically: the gain
/// is that of the lowest level rate / weight which differs.
/// </summary>
/// <param name="Value">Value of the objective.</param>
/// <param name="Levels">Max-min: rate / weight of each job, ascending; else empty.</param>
/// <param name="Scale">By what a difference of values is divided to be a relative gain.</param>
/// <param name="Shortfall">By how much the lowest rates miss what they are to hold.</param>
internal sealed record Merit(double Value, double[] Levels, double Scale, double Shortfall)
{
    /// <summary>Differences below this part count as none.</summary>
    public const double LeastGain = 1e-9;

    private const double Tiny = 1e-12;

    /// <summary>Judges rates.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="value">Its value.</param>
    /// <param name="rates">Rate of each job.</param>
    /// <param name="weights">Weight of each job.</param>
    /// <param name="held">What the lowest rates are to hold; null for nothing.</param>
    public static Merit Of(Objective objective, double value, double[] rates, double[] weights, HeldRates? held)
    {
        var levels = objective == Objective.MaxMin ? rates.Zip(weights, (r, w) => r / w).Order().ToArray() : [];
        var scale = objective == Objective.ProportionalFair ? weights.Sum() : Math.Abs(value);
        return new Merit(value, levels, Math.Max(scale, Tiny), held?.ShortfallOf(rates) ?? 0);
    }

    /// <summary>
    /// Relative gain over another merit of the same jobs; negative for a loss. Who misses less of the rates to be held
    /// gains that, whatever the value.
    /// </summary>
    public double GainOver(Merit other)
    {
        if (Math.Abs(other.Shortfall - Shortfall) > LeastGain)
        {
            return other.Shortfall - Shortfall;
        }

        for (var k = 0; k < Levels.Length; k++)
        {
            var gain = (Levels[k] - other.Levels[k]) / Math.Max(other.Levels[k], Tiny);
            if (Math.Abs(gain) > LeastGain)
            {
                return gain;
            }
        }

        return (Value - other.Value) / other.Scale;
    }
}
