namespace EdgeFlow.Protocol.Outbox;

/// <summary>What one control plane has published since it started.</summary>
/// <param name="Published">Events that the broker took.</param>
/// <param name="Failed">Times that it did not take one.</param>
/// <param name="InFlight">Events under way.</param>
/// <param name="Waiting">Events read and not yet sent.</param>
/// <param name="Retrying">Events that failed while others may go through, and are tried alone.</param>
/// <param name="PausedUntil">Until when nothing is sent, because everything failed; null when nothing did.</param>
/// <param name="LastError">Why the last failure was; null for none.</param>
/// <param name="DelayP50Ms">Median time from storing an event to the broker's answer, of the last few thousand; null
/// for none.</param>
/// <param name="DelayP99Ms">Its 99th percentile.</param>
public sealed record OutboxFigures(
    long Published, long Failed, int InFlight, int Waiting, int Retrying, DateTimeOffset? PausedUntil,
    string? LastError, double? DelayP50Ms, double? DelayP99Ms);
