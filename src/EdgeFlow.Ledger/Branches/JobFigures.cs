using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Ledger.Branches;

/// <summary>What became of one job within a window. Immutable.</summary>
/// <param name="Job">The job.</param>
/// <param name="IsStream">Whether it is a stream; else it is a batch.</param>
/// <param name="PresentSeconds">How long it was there and had not ended.</param>
/// <param name="WaitedSeconds">How long of that it had no place.</param>
/// <param name="GrantedFrames">Stream: its granted rate over the time, ∫ r dt.</param>
/// <param name="MakespanSeconds">Batch: from submission to completion; null when it did not complete in the
/// window.</param>
/// <param name="Moves">How many times a task of it was given another node.</param>
/// <param name="Price">What its computation and its bytes cost by plan.</param>
/// <param name="Outcome">How it ended: <c>completed</c>, <c>failed</c>, <c>cancelled</c>, <c>refused</c>; else
/// <c>running</c> or <c>waiting</c>.</param>
public sealed record JobFigures(
    JobId Job, bool IsStream, double PresentSeconds, double WaitedSeconds, double GrantedFrames,
    double? MakespanSeconds, int Moves, double Price, string Outcome)
{
    /// <summary>Stream: the rate that it was granted on average while it was there; 0 for none.</summary>
    public double MeanRate => IsStream && PresentSeconds > 0 ? GrantedFrames / PresentSeconds : 0;

    /// <summary>Part of its time that it waited, 0 to 1.</summary>
    public double WaitedPart => PresentSeconds > 0 ? WaitedSeconds / PresentSeconds : 0;
}
