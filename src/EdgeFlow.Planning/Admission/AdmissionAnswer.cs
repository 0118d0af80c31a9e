using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Planning.Admission;

/// <summary>What comes of offering a job.</summary>
/// <param name="Plan">Its plan, which is in force from then on; null when it is refused.</param>
/// <param name="Refusal">Why it is refused; null when it is not.</param>
/// <param name="Work">Counted work: arcs looked at.</param>
public sealed record AdmissionAnswer(JobPlan? Plan, WaitingJob? Refusal, long Work);
