namespace EdgeFlow.Protocol.State;

/// <summary>A job that a plan could not place.</summary>
/// <param name="Job">The job.</param>
/// <param name="Pointer">JSON pointer to the constraint that cannot be met.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record UnplacedJob(string Job, string Pointer, string Reason);
