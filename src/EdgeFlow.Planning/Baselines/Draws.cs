namespace EdgeFlow.Planning.Baselines;

/// <summary>Random numbers by splitmix64 (Steele, Lea and Flood, 2014): the same on every machine. Not
/// thread-safe.</summary>
internal sealed class Draws
{
    private ulong _state;

    private Draws(ulong state) => _state = state;

    /// <summary>A stream of its own for each seed and number.</summary>
    public static Draws For(ulong seed, ulong number) => new(unchecked(Mixed(seed) + Mixed(~number)));

    /// <summary>A stream of its own for each seed and name.</summary>
    public static Draws For(ulong seed, string name) => new(SeedOf(seed, name));

    /// <summary>A seed of its own for each seed and name.</summary>
    public static ulong SeedOf(ulong seed, string name)
    {
        // FNV-1a: a hash that does not change from one run to the next.
        var hash = 14695981039346656037UL;
        foreach (var c in name)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        return unchecked(Mixed(seed) + Mixed(~hash));
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double Next()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15);
        return (Mixed(_state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A whole number from 0 to below a limit.</summary>
    public int Below(int limit) => Math.Min(limit - 1, (int)(Next() * limit));

    private static ulong Mixed(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
