using EdgeFlow.Planning;

namespace EdgeFlow.OrTools.Exact;

/// <summary>The best plan of a snapshot that is known, and how good it is.</summary>
/// <param name="Status">What is known.</param>
/// <param name="Plan">The plan; its report says the bound.</param>
/// <param name="By">What proved the bound: the certificate, or the program. Where the snapshot is not covered, what the
/// exact model lacks, in words.</param>
public sealed record ExactPlan(ExactStatus Status, Proposal Plan, string By);
