namespace EdgeFlow.Domain.Units;

/// <summary>A bandwidth. Integers only, so that sums are exact and independent of their order.</summary>
/// <param name="Value">Bits a second, ≥ 0.</param>
public readonly record struct BitsPerSecond(long Value) : IComparable<BitsPerSecond>
{
    /// <inheritdoc/>
    public int CompareTo(BitsPerSecond other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value} bit/s");
}
