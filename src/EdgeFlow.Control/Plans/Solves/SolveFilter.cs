namespace EdgeFlow.Control.Plans.Solves;

/// <summary>Which solves are asked for; what is null asks nothing. Immutable.</summary>
/// <param name="Outcome">What became of them.</param>
/// <param name="Origin">Who asked.</param>
/// <param name="Policy">The policy's name and version.</param>
/// <param name="Since">Done at that time or later.</param>
/// <param name="Until">Done before that time.</param>
/// <param name="Revision">The revision that they became.</param>
public sealed record SolveFilter(
    string? Outcome = null, string? Origin = null, string? Policy = null, DateTimeOffset? Since = null,
    DateTimeOffset? Until = null, int? Revision = null);
