namespace EdgeFlow.Ledger.Reports;

/// <summary>Where computation is counted.</summary>
/// <param name="Hour">The hour, in UTC.</param>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Node">The node.</param>
internal readonly record struct UsageKey(DateTimeOffset Hour, string Job, string Task, string Node);
