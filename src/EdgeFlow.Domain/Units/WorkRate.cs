namespace EdgeFlow.Domain.Units;

/// <summary>A speed of computation.</summary>
/// <param name="Value">Work units (GMAC) a second, ≥ 0 and finite.</param>
public readonly record struct WorkRate(double Value) : IComparable<WorkRate>
{
    /// <inheritdoc/>
    public int CompareTo(WorkRate other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value} GMAC/s");
}
