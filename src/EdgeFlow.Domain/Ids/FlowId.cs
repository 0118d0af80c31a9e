namespace EdgeFlow.Domain.Ids;

/// <summary>A flow of a job: the data demand of the DAG's edge from one task to another.</summary>
/// <param name="From">The task that produces the data.</param>
/// <param name="To">The task that needs it.</param>
public readonly record struct FlowId(TaskId From, TaskId To) : IComparable<FlowId>
{
    /// <summary>Ordinal order by producer, then consumer.</summary>
    public int CompareTo(FlowId other)
    {
        var byFrom = From.CompareTo(other.From);
        return byFrom != 0 ? byFrom : To.CompareTo(other.To);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{From}→{To}";
}
