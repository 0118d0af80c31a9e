using EdgeFlow.Planning.Bandwidth;

namespace EdgeFlow.Planning.Placement;

/// <summary>An embedding of a stream job with its true worth.</summary>
/// <param name="Job">The job, embedded.</param>
/// <param name="Trial">What comes of it: its rate, and the worth of all jobs' shares then.</param>
internal sealed record StreamCandidate(PlacedJob Job, Trial Trial)
{
    /// <summary>Rate that water-filling grants it.</summary>
    public double Rate => Trial.Rate;
}
