using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning;

/// <summary>The candidates of one task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Chosen">Its node; null when it could not be placed.</param>
/// <param name="Candidates">Every node considered, by id.</param>
public sealed record TaskReport(TaskId Task, NodeId? Chosen, IReadOnlyList<CandidateReport> Candidates);
