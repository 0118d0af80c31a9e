namespace EdgeFlow.Planning.Bounds.Weights;

/// <summary>A flow between a copy of a group and one below it.</summary>
/// <param name="Below">Number of the copy below.</param>
/// <param name="Flow">Number of the flow.</param>
/// <param name="IsFromBelow">Whether the flow's producer is the one below.</param>
/// <param name="Times">How many branches are alike.</param>
internal readonly record struct SpreadBranch(int Below, int Flow, bool IsFromBelow, int Times);
