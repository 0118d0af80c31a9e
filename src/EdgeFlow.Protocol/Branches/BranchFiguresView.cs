namespace EdgeFlow.Protocol.Branches;

/// <summary>What became of all jobs within a window, in sums.</summary>
/// <param name="Rate">Mean granted rate of a stream while it is there, frames a second.</param>
/// <param name="Makespan">Mean seconds of a batch job from submission to completion; null when none completed.</param>
/// <param name="Waiting">Seconds that all jobs together had no place.</param>
/// <param name="Moves">How many times a task was given another node.</param>
/// <param name="Price">What all jobs together cost by plan.</param>
/// <param name="Plans">Plans adopted.</param>
/// <param name="Completed">Jobs that completed.</param>
/// <param name="Lost">Jobs that failed or were refused.</param>
/// <param name="Unplaced">Jobs that wait at the end.</param>
public sealed record BranchFiguresView(
    double Rate, double? Makespan, double Waiting, int Moves, double Price, int Plans, int Completed, int Lost,
    int Unplaced);
