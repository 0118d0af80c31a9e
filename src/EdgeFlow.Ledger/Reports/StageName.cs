namespace EdgeFlow.Ledger.Reports;

/// <summary>One hosting of a task on a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Instance">Another one each time that the stage is made; empty where the node does not say.</param>
internal readonly record struct StageName(string Node, string Job, string Task, string Instance);
