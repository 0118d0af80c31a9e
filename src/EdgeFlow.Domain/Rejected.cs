namespace EdgeFlow.Domain;

/// <summary>The command is refused: an expected outcome, not an error.</summary>
/// <param name="Code">What callers branch on: one of <see cref="RejectionCodes"/>.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record Rejected(string Code, string Reason) : Decision;
