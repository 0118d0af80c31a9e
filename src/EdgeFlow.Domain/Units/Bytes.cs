namespace EdgeFlow.Domain.Units;

/// <summary>An amount of data or memory.</summary>
/// <param name="Value">Bytes, ≥ 0.</param>
public readonly record struct Bytes(long Value) : IComparable<Bytes>
{
    /// <inheritdoc/>
    public int CompareTo(Bytes other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value} B");
}
