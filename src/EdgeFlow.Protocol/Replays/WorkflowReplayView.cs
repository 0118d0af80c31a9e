namespace EdgeFlow.Protocol.Replays;

/// <summary>What came of running this control plane's workflow code over the recorded history of a job's
/// workflow.</summary>
/// <param name="Job">The job.</param>
/// <param name="Workflow">The name of its workflow.</param>
/// <param name="Events">Events of the history: of the workflow's last run, since its last plan.</param>
/// <param name="Steps">Steps that the code asks for as it was recorded.</param>
/// <param name="Same">Whether the code does what was recorded.</param>
/// <param name="Difference">Where it first does not; null where it does.</param>
/// <param name="Inputs">Steps that are the same but get another input or node.</param>
public sealed record WorkflowReplayView(
    string Job, string Workflow, int Events, int Steps, bool Same, WorkflowDifference? Difference,
    IReadOnlyList<WorkflowDifference> Inputs);
