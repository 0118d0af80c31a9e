namespace EdgeFlow.Planning.Explanations;

/// <summary>Something that would raise a job's rate, with everything placed as it is.</summary>
/// <param name="What">What, in words: <c>link a-b twice as wide</c>.</param>
/// <param name="Rate">The rate that the job could then have, frames a second.</param>
public sealed record RateRaise(string What, double Rate);
