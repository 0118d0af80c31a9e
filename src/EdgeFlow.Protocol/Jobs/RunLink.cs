namespace EdgeFlow.Protocol.Jobs;

/// <summary>One run of a family: a job, its reruns, and theirs.</summary>
/// <param name="Job">The job.</param>
/// <param name="RerunOf">The run that it repeats; null for the first.</param>
/// <param name="Version">The application's version.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
public sealed record RunLink(string Job, string? RerunOf, int Version, JobStatus Status, DateTimeOffset SubmittedAt);
