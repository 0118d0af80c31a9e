namespace EdgeFlow.Protocol.Problems;

/// <summary>How every refusal is told: RFC 9457 problem details, <c>application/problem+json</c>.</summary>
/// <param name="Type">What kind of problem, as a relative URL such as <c>/problems/invalid-manifest</c>; the last part
/// never changes.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened this time.</param>
/// <param name="Instance">The path that was asked.</param>
/// <param name="Errors">Everything wrong with the input, at once; empty or null when the input as a whole is the
/// matter.</param>
public sealed record Problem(
    string Type, string Title, int Status, string? Detail, string? Instance, IReadOnlyList<ProblemError>? Errors);
