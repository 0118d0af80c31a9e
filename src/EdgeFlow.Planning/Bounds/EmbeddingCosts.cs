namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// What a frame of a class costs: each group on each node, each flow on each link resource. Infinity where it cannot be
/// at the rate in question. Flows that cost the same share one array, so that their paths are found once.
/// </summary>
/// <param name="Rate">The rate that an embedding must be able to reach by itself, in frames a second.</param>
/// <param name="Group">Cost of each group on each node.</param>
/// <param name="Flow">Cost of each flow on each resource.</param>
internal sealed record EmbeddingCosts(double Rate, double[][] Group, double[][] Flow)
{
    /// <summary>
    /// Part of a capacity by which something may exceed it and still counts as possible, so that no rounding makes a
    /// bound too low.
    /// </summary>
    public const double Slack = 1e-9;
}
