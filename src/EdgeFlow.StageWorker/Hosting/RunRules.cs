namespace EdgeFlow.StageWorker.Hosting;

/// <summary>How a stage's frames are tried.</summary>
/// <param name="Task">The task.</param>
/// <param name="StageHash">What its profile is kept by.</param>
/// <param name="Attempts">Most attempts at one frame; at least 1.</param>
/// <param name="RetryDelayMs">Wait before the second attempt; doubles.</param>
/// <param name="TimeoutMs">Longest time of one attempt; 0 or less for no limit.</param>
internal sealed record RunRules(string Task, string StageHash, int Attempts, double RetryDelayMs, double TimeoutMs);
