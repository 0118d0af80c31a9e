using System.Text.Json.Serialization;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning;

/// <summary>Why one job is planned as it is.</summary>
/// <param name="Job">The job.</param>
/// <param name="Reason">In words: what touched it and what was decided.</param>
/// <param name="Bottleneck">What limits its rate, e.g. <c>node edge-2</c>, <c>link a-b</c>, <c>wished rate</c>.</param>
/// <param name="Tasks">One entry a task, in the manifest's order.</param>
/// <param name="Flows">One entry a flow, by flow; null for a job that waits.</param>
public sealed record JobReport(
    JobId Job, string Reason, string Bottleneck, IReadOnlyList<TaskReport> Tasks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FlowReport>? Flows = null);
