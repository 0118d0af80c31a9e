namespace EdgeFlow.Protocol.Plans;

/// <summary>What a plan decides for one job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The revision that last changed it.</param>
/// <param name="RatePerSecond">Stream: frames a second granted.</param>
/// <param name="SpanMs">Stream: latency of a frame; batch: makespan.</param>
/// <param name="Tasks">Task → node and variant, by task.</param>
/// <param name="Flows">Flow → path and bandwidth, by flow.</param>
public sealed record PlannedJob(
    string Job, int Epoch, double RatePerSecond, double SpanMs, IReadOnlyList<PlannedTask> Tasks,
    IReadOnlyList<PlannedFlow> Flows);
