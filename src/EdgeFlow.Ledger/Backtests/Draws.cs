namespace EdgeFlow.Ledger.Backtests;

/// <summary>The generator splitmix64 (Steele, Lea, Flood, OOPSLA 2014), for draws that are the same everywhere. Owned
/// by one caller.</summary>
/// <param name="seed">Any value.</param>
internal sealed class Draws(ulong seed)
{
    private ulong state = seed;

    /// <summary>A number from 0 to below a limit, all as likely but for a part of 2⁻³².</summary>
    /// <param name="limit">The limit, 1 to 2³¹.</param>
    public int Below(int limit)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)(((z ^ (z >> 31)) >> 32) * (ulong)limit >> 32);
        }
    }
}
