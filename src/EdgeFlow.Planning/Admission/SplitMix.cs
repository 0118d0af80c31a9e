namespace EdgeFlow.Planning.Admission;

/// <summary>The generator splitmix64 (Steele, Lea, Flood 2014): small, fast, the same everywhere.</summary>
/// <param name="seed">Any value.</param>
internal struct SplitMix(ulong seed)
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private ulong _state = seed;

    /// <summary>A seed for one thing, from a common seed and its id (FNV-1a).</summary>
    public static ulong Seed(ulong common, string id)
    {
        unchecked
        {
            var hash = FnvOffset ^ common;
            foreach (var character in id)
            {
                hash = (hash ^ character) * FnvPrime;
            }

            return hash;
        }
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
