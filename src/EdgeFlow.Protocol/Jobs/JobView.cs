namespace EdgeFlow.Protocol.Jobs;

/// <summary>A job as it is now: <c>GET /v1/jobs/{job}</c>.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Application">The application.</param>
/// <param name="Version">The application's version.</param>
/// <param name="Mode"><c>batch</c> or <c>stream</c>.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Reason">Why it waits, failed or was refused; null otherwise.</param>
/// <param name="Pointer">JSON pointer to the constraint that cannot be met; null otherwise.</param>
/// <param name="Epoch">The plan revision that last changed it; 0 before the first plan.</param>
/// <param name="Priority">0 to 100.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="StartedAt">When it first ran; null before.</param>
/// <param name="EndedAt">When it ended; null before.</param>
/// <param name="PlannedRate">Stream: frames a second that the plan grants; the last plan once it has ended.</param>
/// <param name="SpanMs">Stream: planned latency of a frame; batch: planned makespan; as of that plan.</param>
/// <param name="Results">What has come out; null in lists.</param>
/// <param name="Tasks">Its tasks, in the manifest's order; null in lists.</param>
/// <param name="Revision">Counts its events: its ETag.</param>
public sealed record JobView(
    string Job, string Application, int Version, string Mode, JobStatus Status, string? Reason, string? Pointer,
    int Epoch, int Priority, DateTimeOffset SubmittedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    double PlannedRate, double SpanMs, ResultStats? Results, IReadOnlyList<JobTaskView>? Tasks, long Revision)
{
    /// <summary>The run that it repeats, and what it keeps of it; null for a job of its own, and in lists.</summary>
    public RerunView? Rerun { get; init; }

    /// <summary>
    /// The whole family when there is more than this run: every run that led to it and every one that came of them, as
    /// submitted, oldest first; null in lists.
    /// </summary>
    public IReadOnlyList<RunLink>? Runs { get; init; }
}
