namespace EdgeFlow.Protocol.Jobs;

/// <summary>One task of a job as it is now: a row of the live table.</summary>
/// <param name="Task">Its id.</param>
/// <param name="Stage">Its stage's kind.</param>
/// <param name="Node">Where the plan puts it; null while it waits.</param>
/// <param name="Attempt">
/// Batch: the attempt that completed it; 0 before, and where a rerun keeps an earlier output.
/// </param>
/// <param name="Done">Batch: its output exists.</param>
/// <param name="FramesIn">Frames accepted on that node.</param>
/// <param name="FramesOut">Frames completed on that node.</param>
/// <param name="Queued">Frames waiting there now.</param>
/// <param name="RatePerSecond">Frames a second there, as measured.</param>
public sealed record JobTaskView(
    string Task, string Stage, string? Node, int Attempt, bool Done, long FramesIn, long FramesOut, int Queued,
    double RatePerSecond);
