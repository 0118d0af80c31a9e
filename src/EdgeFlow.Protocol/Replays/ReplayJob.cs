namespace EdgeFlow.Protocol.Replays;

/// <summary>A job as it was at a place of a replay.</summary>
/// <param name="Job">The job.</param>
/// <param name="Application">Its application and version, e.g. <c>diamond:2</c>.</param>
/// <param name="Status">Where it is in its life, e.g. <c>running</c>.</param>
/// <param name="Epoch">The plan that last placed it; 0 before the first.</param>
/// <param name="RatePerSecond">Stream: the rate that the plan in force grants, in frames a second; 0 for none.</param>
/// <param name="DoneTasks">Batch: how many of its tasks are done.</param>
/// <param name="Tasks">How many tasks it has.</param>
/// <param name="Nodes">The nodes that the plan in force places it on, by name.</param>
/// <param name="Reason">Why it waits, failed or was refused; empty otherwise.</param>
public sealed record ReplayJob(
    string Job, string Application, string Status, int Epoch, double RatePerSecond, int DoneTasks, int Tasks,
    IReadOnlyList<string> Nodes, string Reason);
