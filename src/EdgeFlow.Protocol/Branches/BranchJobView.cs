namespace EdgeFlow.Protocol.Branches;

/// <summary>A job that fares otherwise in a branch than in what it is compared with.</summary>
/// <param name="Job">The job.</param>
/// <param name="Mode"><c>stream</c> or <c>batch</c>.</param>
/// <param name="RateBefore">Stream: its mean granted rate as it was; null when it was not there.</param>
/// <param name="Rate">The same in the branch.</param>
/// <param name="MakespanBefore">Batch: seconds to its completion as it was; null when it did not complete.</param>
/// <param name="Makespan">The same in the branch.</param>
/// <param name="WaitingBefore">Seconds without a place as it was.</param>
/// <param name="Waiting">The same in the branch.</param>
/// <param name="OutcomeBefore">How it ended as it was; null when it was not there.</param>
/// <param name="Outcome">The same in the branch; null when it is not there.</param>
public sealed record BranchJobView(
    string Job, string Mode, double? RateBefore, double? Rate, double? MakespanBefore, double? Makespan,
    double? WaitingBefore, double? Waiting, string? OutcomeBefore, string? Outcome);
