using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Verification;

/// <summary>One thing wrong with a proposal.</summary>
/// <param name="Rule">The rule broken, in one word: <c>parent</c>, <c>jobs</c>, <c>epoch</c>, <c>placement</c>,
/// <c>constraint</c>, <c>variant</c>, <c>accuracy</c>, <c>budget</c>, <c>accelerator</c>,
/// <c>memory</c>, <c>route</c>, <c>allocation</c>, <c>rate</c>, <c>node</c>, <c>link</c>, <c>latency</c>,
/// <c>order</c>, <c>certificate</c>.</param>
/// <param name="Job">The job concerned; null when it concerns several.</param>
/// <param name="Words">What is wrong, with expected and actual.</param>
public sealed record PlanViolation(string Rule, JobId? Job, string Words)
{
    /// <inheritdoc/>
    public override string ToString() => Job is { } job ? $"{Rule}: job {job}: {Words}" : $"{Rule}: {Words}";
}
