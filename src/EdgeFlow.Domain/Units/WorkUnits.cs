namespace EdgeFlow.Domain.Units;

/// <summary>An amount of computation: one unit is one GMAC (10⁹ multiply-accumulate operations).</summary>
/// <param name="Value">Work units, ≥ 0 and finite.</param>
public readonly record struct WorkUnits(double Value) : IComparable<WorkUnits>
{
    /// <inheritdoc/>
    public int CompareTo(WorkUnits other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value} GMAC");
}
