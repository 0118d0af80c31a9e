namespace EdgeFlow.Durable;

/// <summary>What came of running today's code over a recorded history. Immutable.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Workflow">The name of its workflow.</param>
/// <param name="Events">How many events the history has.</param>
/// <param name="Steps">How many of them are steps that the code asked for, too.</param>
/// <param name="Difference">Where the code first leaves the history: an instance of it could not go on. Null where it
/// never does.</param>
/// <param name="Inputs">Steps that are the same but get another input or another target: an instance could go on. At
/// most <see cref="WorkflowReplayer.MaxInputs"/>.</param>
public sealed record ReplayVerdict(
    string InstanceId, string Workflow, int Events, int Steps, ReplayDifference? Difference,
    IReadOnlyList<ReplayDifference> Inputs)
{
    /// <summary>Whether the code does what was recorded, step by step, and ends alike.</summary>
    public bool IsSame => Difference is null;

    /// <summary>For tests: fails where the code has changed.</summary>
    /// <exception cref="NonDeterminismException">It has; the message says where and how.</exception>
    public void EnsureSame()
    {
        if (Difference is { } difference)
        {
            throw new NonDeterminismException(
                InstanceId, difference.EventId, difference.Recorded, difference.Actual);
        }
    }
}
