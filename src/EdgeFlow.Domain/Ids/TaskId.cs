namespace EdgeFlow.Domain.Ids;

/// <summary>A task: a vertex of an application's DAG, unique within it.</summary>
/// <param name="Value">The text of the id; compared by ordinal. Checked at the boundary by <see cref="Name"/>.</param>
public readonly record struct TaskId(string Value) : IComparable<TaskId>
{
    /// <summary>Ordinal order, the order in which every decision visits ids.</summary>
    public int CompareTo(TaskId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
