namespace EdgeFlow.Protocol.Audit;

/// <summary>How far a check has come.</summary>
/// <param name="Events">Events that were compared.</param>
/// <param name="Blocks">Blocks that were checked.</param>
public sealed record AuditProgress(long Events, long Blocks);
