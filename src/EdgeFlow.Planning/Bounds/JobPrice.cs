using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Bounds;

/// <summary>The dual price of what limits one job alone: it has one embedding, and no more than its wished
/// rate.</summary>
/// <param name="Job">The job.</param>
/// <param name="Price">The price, in units of the objective.</param>
/// <param name="Levels">
/// Rates, ascending, that cut the job's rates into intervals; in each, only embeddings that can by themselves reach its
/// lower end count.
/// </param>
public sealed record JobPrice(JobId Job, double Price, IReadOnlyList<double> Levels);
