namespace EdgeFlow.OrTools.Exact;

/// <summary>The max-min optimum of a snapshot, or how near it is known.</summary>
/// <param name="Status">What is known.</param>
/// <param name="Rate">The best max-min rate known.</param>
/// <param name="Bound">No plan has a higher one.</param>
/// <param name="By">What proved it: the certificate, branching over certificates, or the program.</param>
public sealed record ExactResult(ExactStatus Status, double Rate, double Bound, string By);
