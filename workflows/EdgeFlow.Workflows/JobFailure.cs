namespace EdgeFlow.Workflows;

/// <summary>Why a job cannot go on.</summary>
/// <param name="Job">The job.</param>
/// <param name="ErrorType">The kind of error.</param>
/// <param name="Reason">In words.</param>
public sealed record JobFailure(string Job, string ErrorType, string Reason);
