using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Plans;

/// <summary>The bandwidth granted to a flow on every link of its route.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Bandwidth">What its sender shapes to.</param>
public sealed record Allocation(FlowId Flow, BitsPerSecond Bandwidth);
