namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// Loads rounded so that what cannot be divided counts as such: dual feasible functions (Lueker 1983; Fekete and
/// Schepers, New classes of fast lower bounds for bin packing problems, 2001, Theorem 2). If loads of one resource sum
/// to at most 1, so do their rounded values; k = 1 says that two loads above a half exclude each other. Stateless.
/// </summary>
internal static class Rounding
{
    /// <summary>The largest k used.</summary>
    public const int Most = 6;

    /// <summary>How far a load must be above a fraction to count as above it.</summary>
    public const double Slack = 1e-8;

    /// <summary>u⁽ᵏ⁾(x) = ⌊(k + 1) x⌋ / k, or a little less; x itself for k = 0.</summary>
    /// <param name="k">Which function, from 0 to <see cref="Most"/>.</param>
    /// <param name="load">The load x as a part of the capacity.</param>
    public static double Of(int k, double load) =>
        k == 0 ? load : Math.Max(0, Math.Floor((k + 1) * load - Slack)) / k;
}
