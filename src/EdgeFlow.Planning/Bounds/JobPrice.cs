using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Bounds;

/// <summary>The dual price of what limits one job alone (its wished rate, its share).</summary>
/// <param name="Job">The job.</param>
/// <param name="Price">The price, 0 or more.</param>
public sealed record JobPrice(JobId Job, double Price);
