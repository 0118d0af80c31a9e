namespace EdgeFlow.Domain.Ids;

/// <summary>A link between two nodes.</summary>
/// <param name="Value">The text of the id; compared by ordinal. Checked at the boundary by <see cref="Name"/>.</param>
public readonly record struct LinkId(string Value) : IComparable<LinkId>
{
    /// <summary>Ordinal order, the order in which every decision visits ids.</summary>
    public int CompareTo(LinkId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
