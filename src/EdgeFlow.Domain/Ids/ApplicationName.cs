namespace EdgeFlow.Domain.Ids;

/// <summary>An application's name; with a version it names one immutable declaration.</summary>
/// <param name="Value">The text of the id; compared by ordinal. Checked at the boundary by <see cref="Name"/>.</param>
public readonly record struct ApplicationName(string Value) : IComparable<ApplicationName>
{
    /// <summary>Ordinal order, the order in which every decision visits ids.</summary>
    public int CompareTo(ApplicationName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
