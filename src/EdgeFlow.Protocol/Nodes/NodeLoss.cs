namespace EdgeFlow.Protocol.Nodes;

/// <summary>One time that a node was given up.</summary>
/// <param name="At">When.</param>
/// <param name="Incarnation">The process that was not heard.</param>
/// <param name="LastHeardAt">Its last heartbeat.</param>
/// <param name="Reason">Why, in words, as decided then.</param>
/// <param name="SilentMs">How long nothing had been heard; null in events of earlier versions.</param>
/// <param name="LeaseMs">How long it might be silent; null in events of earlier versions.</param>
/// <param name="HeartbeatMs">How often it was to be heard; null in events of earlier versions.</param>
/// <param name="Missing">Heartbeats that were due and did not come; null in events of earlier versions.</param>
/// <param name="RefusedAt">Where its machine said that nothing listens; null when the lease ran out.</param>
/// <param name="Revision">The first plan made after it; null when none was.</param>
/// <param name="Ended">What ended the loss: <c>returned</c>, <c>registered</c> or <c>left</c>; null while it
/// lasts.</param>
/// <param name="EndedAt">When; null while it lasts.</param>
public sealed record NodeLoss(
    DateTimeOffset At, string Incarnation, DateTimeOffset LastHeardAt, string Reason, double? SilentMs, double? LeaseMs,
    double? HeartbeatMs, long? Missing, string? RefusedAt, int? Revision, string? Ended, DateTimeOffset? EndedAt);
