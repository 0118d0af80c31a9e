using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Bounds.Cuts;

/// <summary>
/// A cut: no plan gives a job a higher rate, not even one in which no other job runs. Its own prices prove it, as those
/// of a max-min certificate of the job alone do: at that rate its cheapest embedding costs more than all resources
/// together. Immutable.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Rate">The rate, in frames a second.</param>
/// <param name="Prices">Prices of whole resources, with roundings; none where some part of the job fits nowhere at that
/// rate.</param>
public sealed record RateCut(JobId Job, double Rate, IReadOnlyList<ResourcePrice> Prices);
