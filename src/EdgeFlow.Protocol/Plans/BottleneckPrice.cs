namespace EdgeFlow.Protocol.Plans;

/// <summary>The dual price of what limits a job, from the certificate that bounds the objective.</summary>
/// <param name="Resource">The resource in words.</param>
/// <param name="Price">Its price, as the certificate has it (docs/planner/bounds.md).</param>
/// <param name="Part">Its part of all prices, 0 to 1: under max-min, so much of the bound rests on it; null under
/// objectives where prices of different resources have different units.</param>
public sealed record BottleneckPrice(string Resource, double Price, double? Part);
