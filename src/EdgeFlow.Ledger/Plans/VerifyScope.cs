namespace EdgeFlow.Ledger.Plans;

/// <summary>Which plans are to be made again. Immutable.</summary>
/// <param name="Revision">This adopted plan alone; null for more than one.</param>
/// <param name="Since">All solves of that time or later, adopted or not; null for all that are kept.</param>
public sealed record VerifyScope(int? Revision, DateTimeOffset? Since)
{
    /// <summary>Everything that is kept.</summary>
    public static VerifyScope All { get; } = new(null, null);
}
