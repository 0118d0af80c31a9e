namespace EdgeFlow.Workflows;

/// <summary>How a job's workflow ended. The truth about the job is in its events.</summary>
/// <param name="Job">The job.</param>
/// <param name="Status">Its last status in words.</param>
public sealed record JobOutcome(string Job, string Status);
