namespace EdgeFlow.Domain.Units;

/// <summary>A span of time.</summary>
/// <param name="Value">Milliseconds, ≥ 0.</param>
public readonly record struct Milliseconds(double Value) : IComparable<Milliseconds>
{
    /// <inheritdoc/>
    public int CompareTo(Milliseconds other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value} ms");
}
