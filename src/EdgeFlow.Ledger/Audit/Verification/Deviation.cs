using EdgeFlow.Ledger.Audit.Chain;

namespace EdgeFlow.Ledger.Audit.Verification;

/// <summary>
/// An event that is not as sealed: what was sealed, and what stands there; one of them may be missing.
/// </summary>
/// <param name="Tenant">The tenant whose chain it breaks.</param>
/// <param name="Expected">What was sealed; null where nothing was.</param>
/// <param name="Actual">What stands there; null where nothing does.</param>
internal sealed record Deviation(string Tenant, BlockEntry? Expected, BlockEntry? Actual)
{
    /// <summary>The sequence number of the place.</summary>
    public long Sequence => Expected?.Sequence ?? Actual!.Value.Sequence;
}
