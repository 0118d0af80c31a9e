namespace EdgeFlow.Protocol.Plans;

/// <summary>Where a flow goes and what limits it.</summary>
/// <param name="Flow">The flow, and its way.</param>
/// <param name="Bottleneck">The fullest link on its way; null when its tasks are together.</param>
/// <param name="Fill">Part of that link that is held, 0 to 1.</param>
/// <param name="Price">What another Mbit/s over the whole way would add to the congestion.</param>
public sealed record FlowExplanation(PlannedFlow Flow, string? Bottleneck, double Fill, double Price);
