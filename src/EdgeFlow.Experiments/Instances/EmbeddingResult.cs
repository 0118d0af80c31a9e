namespace EdgeFlow.Experiments.Instances;

/// <summary>What one way to embed reached on an instance.</summary>
/// <param name="Name">The way.</param>
/// <param name="Acceptance">Part of the requests that it accepted.</param>
/// <param name="Revenue">Sum of the revenue of those.</param>
/// <param name="TimeRevenue">Sum of revenue × lifetime.</param>
/// <param name="RevenueToCost">Revenue / Σ (CPU + bandwidth × hops).</param>
/// <param name="Seconds">Time that it took for all requests.</param>
public sealed record EmbeddingResult(
    string Name, double Acceptance, double Revenue, double TimeRevenue, double RevenueToCost, double Seconds);
