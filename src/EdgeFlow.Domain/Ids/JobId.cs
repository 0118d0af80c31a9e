namespace EdgeFlow.Domain.Ids;

/// <summary>A job: one submitted run of an application.</summary>
/// <param name="Value">The text of the id; compared by ordinal. Checked at the boundary by <see cref="Name"/>.</param>
public readonly record struct JobId(string Value) : IComparable<JobId>
{
    /// <summary>Ordinal order, the order in which every decision visits ids.</summary>
    public int CompareTo(JobId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
