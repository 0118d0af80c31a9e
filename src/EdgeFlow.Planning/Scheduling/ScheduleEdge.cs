namespace EdgeFlow.Planning.Scheduling;

/// <summary>A dependency of a schedule problem.</summary>
/// <param name="From">Number of the producer.</param>
/// <param name="To">Number of the consumer.</param>
/// <param name="Data">Data sent, in the unit of the problem's rates (bits behind the planner); 0 or more.</param>
public readonly record struct ScheduleEdge(int From, int To, double Data);
