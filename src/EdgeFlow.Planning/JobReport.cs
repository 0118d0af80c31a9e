using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning;

/// <summary>Why one job is planned as it is.</summary>
/// <param name="Job">The job.</param>
/// <param name="Reason">In words: what touched it and what was decided.</param>
/// <param name="Bottleneck">What limits its rate, e.g. <c>node edge-2</c>, <c>link a-b</c>, <c>wished rate</c>.</param>
/// <param name="Tasks">One entry a task, in the manifest's order.</param>
public sealed record JobReport(JobId Job, string Reason, string Bottleneck, IReadOnlyList<TaskReport> Tasks);
