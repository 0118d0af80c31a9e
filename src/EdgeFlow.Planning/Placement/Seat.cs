using EdgeFlow.Planning.Bandwidth;

namespace EdgeFlow.Planning.Placement;

/// <summary>A job on the board, with the rate that it has while the session goes on.</summary>
/// <param name="job">The job.</param>
/// <param name="rate">Its rate.</param>
internal sealed class Seat(PlacedJob job, double rate)
{
    /// <summary>The job.</summary>
    public PlacedJob Job { get; } = job;

    /// <summary>Its rate while the session goes on, frames a second: part of a feasible whole.</summary>
    public double Rate { get; set; } = rate;
}
