namespace EdgeFlow.Protocol.Directives;

/// <summary>A task's attempt ended well.</summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Epoch">The epoch it ran under.</param>
/// <param name="Node">Where.</param>
/// <param name="Artifact">SHA-256 hex of the output.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Frames">Frames in it.</param>
/// <param name="ElapsedMs">How long it computed.</param>
public sealed record TaskReport(
    string Job, string Task, int Attempt, int Epoch, string Node, string Artifact, long Bytes, long Frames,
    double ElapsedMs)
{
    /// <summary>SHA-256 hex of the model's bytes that computed it (with the files beside it that the stage read:
    /// labels, keys); null for a stage without any.</summary>
    public string? ModelHash { get; init; }

    /// <summary>The correlation id of the job's submission, for logs and reports; null for none.</summary>
    public string? Correlation { get; init; }
}
