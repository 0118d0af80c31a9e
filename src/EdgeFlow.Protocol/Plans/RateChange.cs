namespace EdgeFlow.Protocol.Plans;

/// <summary>How another job's rate would change.</summary>
/// <param name="Job">The job.</param>
/// <param name="Before">Frames a second now.</param>
/// <param name="After">Frames a second then; 0 when it would wait.</param>
public sealed record RateChange(string Job, double Before, double After);
