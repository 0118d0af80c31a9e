namespace EdgeFlow.Protocol.Audit;

/// <summary>Something that is not as it was sealed.</summary>
/// <param name="Kind">One of <see cref="AuditFindingKinds"/>.</param>
/// <param name="Tenant">The tenant whose chain it breaks; null when it is of no tenant.</param>
/// <param name="Sequence">The event's sequence number; null when it is of no event.</param>
/// <param name="Stream">The event's stream; null when it is of no event.</param>
/// <param name="Version">The event's version in the stream; null when it is of no event.</param>
/// <param name="Line">The line of an exported file, from 1; null in a database.</param>
/// <param name="Problem">What is wrong, in words.</param>
public sealed record AuditFinding(
    string Kind, string? Tenant, long? Sequence, string? Stream, long? Version, long? Line, string Problem);
