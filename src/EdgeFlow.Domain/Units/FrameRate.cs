namespace EdgeFlow.Domain.Units;

/// <summary>A rate of frames.</summary>
/// <param name="Value">Frames a second, ≥ 0 and finite.</param>
public readonly record struct FrameRate(double Value) : IComparable<FrameRate>
{
    /// <inheritdoc/>
    public int CompareTo(FrameRate other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value} frames/s");
}
