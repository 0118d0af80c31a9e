namespace EdgeFlow.Ledger.Reports;

/// <summary>Where bytes are counted.</summary>
/// <param name="Hour">The hour, in UTC.</param>
/// <param name="Job">The job.</param>
/// <param name="Flow">The flow.</param>
/// <param name="Node">The node that sends it.</param>
/// <param name="Link">A link of its route.</param>
internal readonly record struct LinkUsageKey(
    DateTimeOffset Hour, string Job, string Flow, string Node, string Link);
