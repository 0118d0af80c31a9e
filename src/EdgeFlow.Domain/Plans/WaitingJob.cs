using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Plans;

/// <summary>A job that could not be placed.</summary>
/// <param name="Job">The job.</param>
/// <param name="Pointer">
/// JSON pointer into its manifest to the constraint that cannot be met, e.g. <c>/tasks/2/constraints/labels</c>.
/// </param>
/// <param name="Reason">Why, in words.</param>
public sealed record WaitingJob(JobId Job, string Pointer, string Reason);
