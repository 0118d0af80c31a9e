namespace EdgeFlow.Planning.Search;

/// <summary>
/// The searches' own random numbers: splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014). The same seed gives the same numbers on every machine. Not thread-safe.
/// </summary>
/// <param name="seed">The seed.</param>
internal sealed class SearchRandom(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const double FirstOf53Bits = 1.0 / (1UL << 53);

    private ulong _state = seed;

    /// <summary>A generator of its own for one part of a search.</summary>
    /// <param name="seed">Seed of the whole search.</param>
    /// <param name="part">Number of the part.</param>
    public static SearchRandom For(ulong seed, int part) =>
        new(unchecked(Mix(seed + Golden) ^ Mix((ulong)part * Golden + 1)));

    /// <summary>A number from 0 to below <paramref name="count"/>, which is at least 1.</summary>
    public int Below(int count)
    {
        unchecked
        {
            return (int)(((Next() >> 32) * (ulong)(uint)count) >> 32);
        }
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double Unit() => (Next() >> 11) * FirstOf53Bits;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += Golden;
            return Mix(_state);
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
