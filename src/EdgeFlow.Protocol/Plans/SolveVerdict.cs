namespace EdgeFlow.Protocol.Plans;

/// <summary>What came of making a recorded plan again: a line of <c>GET /v1/plans/verify</c>.</summary>
/// <param name="Solve">The solve's number; null for a plan whose solve is not kept.</param>
/// <param name="Revision">The revision that it became, or was proposed as.</param>
/// <param name="Outcome">What had become of the solve.</param>
/// <param name="Policy">The policy that made it.</param>
/// <param name="Verdict"><c>identical</c>, <c>different</c>, <c>policyChanged</c>, <c>trimmed</c> or
/// <c>damaged</c>.</param>
/// <param name="Words">The same in a sentence.</param>
/// <param name="Difference">The first place where the bytes differ; null when they do not.</param>
/// <param name="SolvedMs">Milliseconds that planning again took; null when it was not planned again.</param>
public sealed record SolveVerdict(
    long? Solve, int Revision, string Outcome, string Policy, string Verdict, string Words,
    DocumentDifference? Difference, double? SolvedMs)
{
    /// <summary>The same bytes.</summary>
    public const string Identical = "identical";

    /// <summary>Other bytes.</summary>
    public const string Different = "different";

    /// <summary>That policy is not here in that version: nothing can be compared, and nothing is wrong.</summary>
    public const string PolicyChanged = "policyChanged";

    /// <summary>What it was made from is not kept any more.</summary>
    public const string Trimmed = "trimmed";

    /// <summary>What is stored is not what its hash says, or no such document.</summary>
    public const string Damaged = "damaged";

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => Verdict is not (Different or Damaged);
}
