namespace EdgeFlow.Experiments.Instances;

/// <summary>Random numbers by splitmix64 (Steele, Lea and Flood, 2014): the same on every machine. Not
/// thread-safe.</summary>
/// <param name="seed">The seed.</param>
public sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to below 1.</summary>
    public double Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }

    /// <summary>A whole number from 0 to below a limit.</summary>
    public int Below(int limit) => (int)(Next() * limit);

    /// <summary>Exponentially distributed with a mean: the time to the next event of a Poisson process.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Next());
}
