namespace EdgeFlow.Channels.Direct;

/// <summary>One flow of one job: the frames that a task hands to another.</summary>
/// <param name="Job">The job.</param>
/// <param name="From">The producing task.</param>
/// <param name="To">The consuming task.</param>
public readonly record struct FlowKey(string Job, string From, string To)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Job}/{From}/{To}";
}
