namespace EdgeFlow.Domain.Ids;

/// <summary>A node: a machine, or a part of one, that hosts stages. Also its Dapr app id.</summary>
/// <param name="Value">The text of the id; compared by ordinal. Checked at the boundary by <see cref="Name"/>.</param>
public readonly record struct NodeId(string Value) : IComparable<NodeId>
{
    /// <summary>Ordinal order, the order in which every decision visits ids.</summary>
    public int CompareTo(NodeId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
