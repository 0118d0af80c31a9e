using EdgeFlow.Planning.Bandwidth;

namespace EdgeFlow.Planning.Placement;

/// <summary>An embedding of a stream job with its true worth.</summary>
/// <param name="Job">The job, embedded.</param>
/// <param name="Rate">Rate that water-filling grants it.</param>
/// <param name="Worth">Worth of all jobs' shares then: what it gives and what it takes from others.</param>
internal sealed record StreamCandidate(PlacedJob Job, double Rate, double Worth);
