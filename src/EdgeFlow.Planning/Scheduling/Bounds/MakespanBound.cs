namespace EdgeFlow.Planning.Scheduling.Bounds;

/// <summary>
/// A lower bound of the makespan with what proves it: <see cref="Path"/> is the longest compulsory way
/// (<see cref="EarliestTimes"/>), <see cref="Area"/> the load of the tasks that cannot start before
/// <see cref="Since"/> nor leave less than <see cref="Rest"/> after them, weighed with a price of each node's time.
/// Both
/// can be redone by arithmetic (<see cref="Verification.ScheduleCheck"/>).
/// </summary>
/// <param name="Value">The bound, in seconds: the greater of both.</param>
/// <param name="Path">Bound by the longest compulsory way, in seconds.</param>
/// <param name="Area">Bound by load, in seconds.</param>
/// <param name="Since">Earliest start from which a task counts as load, in seconds.</param>
/// <param name="Rest">Least time after the end of a task from which it counts as load, in seconds.</param>
/// <param name="Prices">
/// Price y_u of a second of each node, 0 or more, their sum 1 (0 where a node cannot be used at all).
/// </param>
public sealed record MakespanBound(
    double Value, double Path, double Area, double Since, double Rest, IReadOnlyList<double> Prices);
