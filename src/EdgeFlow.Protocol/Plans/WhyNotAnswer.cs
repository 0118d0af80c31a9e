namespace EdgeFlow.Protocol.Plans;

/// <summary>Why a task is not on a node:
/// <c>GET /v1/plans/current/jobs/{job}/why-not?task=…&amp;node=…</c>.</summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Node">The node.</param>
/// <param name="Revision">The revision in force when it was asked.</param>
/// <param name="Verdict"><c>there</c>, <c>cannotHost</c>, <c>cannotServe</c>, <c>worse</c> or <c>noWorse</c>.</param>
/// <param name="Words">The answer in plain sentences.</param>
/// <param name="Now">What the job has now; null while it waits.</param>
/// <param name="Then">What it would have; null when the task cannot be there.</param>
/// <param name="Others">Other jobs whose rate would change, those that lose most first.</param>
/// <param name="Moved">Tasks that would move.</param>
public sealed record WhyNotAnswer(
    string Job, string Task, string Node, int Revision, string Verdict, IReadOnlyList<string> Words, JobOutcome? Now,
    JobOutcome? Then, IReadOnlyList<RateChange> Others, IReadOnlyList<string> Moved);
