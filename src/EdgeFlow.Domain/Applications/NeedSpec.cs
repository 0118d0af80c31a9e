using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Applications;

/// <summary>An edge of the DAG, seen from its consumer.</summary>
/// <param name="Task">The producer.</param>
/// <param name="Data">Data a frame, D_ij; null means measured.</param>
public sealed record NeedSpec(TaskId Task, Bytes? Data);
