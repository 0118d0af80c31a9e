using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Explanations;

/// <summary>How another job's rate would change.</summary>
/// <param name="Job">The job.</param>
/// <param name="Before">Its rate now, frames a second.</param>
/// <param name="After">Its rate then; 0 when it would wait.</param>
public sealed record RateChange(JobId Job, double Before, double After);
