namespace EdgeFlow.Domain.Settings;

/// <summary>When a control plane gives up what is silent that was started so. All times in milliseconds.
/// Immutable.</summary>
/// <param name="LeaseMs">A node is lost when nothing is heard of it for this long.</param>
/// <param name="HeartbeatMs">How often a node is asked to be heard.</param>
/// <param name="SuspectAfterMs">After this long in silence a node's address is tried.</param>
/// <param name="ProbeLimitMs">Longest wait for the answer of such a try.</param>
/// <param name="TickMs">How often leases are looked at.</param>
/// <param name="StartGraceMs">Lease of every known node when a control plane begins to decide.</param>
/// <param name="FlapWindowMs">For each return from being lost within this time the lease grows by one length of
/// it.</param>
/// <param name="MaxStretch">To how many lengths the lease of a node that flaps grows at most.</param>
/// <param name="LeaderLeaseMs">After this long without renewal another control plane may decide.</param>
/// <param name="LeaderRenewalMs">Time between renewals.</param>
public sealed record LeaseStart(
    double LeaseMs, double HeartbeatMs, double SuspectAfterMs, double ProbeLimitMs, double TickMs,
    double StartGraceMs, double FlapWindowMs, int MaxStretch, double LeaderLeaseMs, double LeaderRenewalMs);
