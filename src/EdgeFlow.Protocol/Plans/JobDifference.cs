namespace EdgeFlow.Protocol.Plans;

/// <summary>What one job has otherwise under another plan.</summary>
/// <param name="Job">The job.</param>
/// <param name="Change"><c>placed</c> (had no place before), <c>unplaced</c> (has none after) or
/// <c>changed</c>.</param>
/// <param name="RateBefore">Stream: frames a second before; 0 when it had no place.</param>
/// <param name="RateAfter">Stream: frames a second after; 0 when it has no place.</param>
/// <param name="SpanBeforeMs">Latency or makespan before; 0 when it had no place.</param>
/// <param name="SpanAfterMs">Latency or makespan after; 0 when it has no place.</param>
/// <param name="Tasks">Tasks that run elsewhere, or as another variant, by task.</param>
/// <param name="Flows">Flows with another way or bandwidth, by flow.</param>
public sealed record JobDifference(
    string Job, string Change, double RateBefore, double RateAfter, double SpanBeforeMs, double SpanAfterMs,
    IReadOnlyList<TaskDifference> Tasks, IReadOnlyList<FlowDifference> Flows)
{
    /// <summary>Had no place before.</summary>
    public const string Placed = "placed";

    /// <summary>Has no place after.</summary>
    public const string Unplaced = "unplaced";

    /// <summary>Has a place before and after.</summary>
    public const string Changed = "changed";
}
