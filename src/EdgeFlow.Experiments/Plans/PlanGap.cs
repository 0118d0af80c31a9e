namespace EdgeFlow.Experiments.Plans;

/// <summary>How near a plan is to a bound. Immutable.</summary>
/// <param name="Policy">The policy that made the plan, with its version.</param>
/// <param name="Value">The value that it reaches of the objective.</param>
/// <param name="Gap">The part of the bound that is missing, 0 to 1; null where the bound is not above 0.</param>
public sealed record PlanGap(string Policy, double Value, double? Gap);
