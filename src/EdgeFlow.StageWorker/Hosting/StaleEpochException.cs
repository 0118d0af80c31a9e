namespace EdgeFlow.StageWorker.Hosting;

/// <summary>A directive is of an older plan than this node has seen for the job. Trying again cannot help.</summary>
public sealed class StaleEpochException(string job, int epoch, int newest)
    : Exception($"Epoch {epoch} of job '{job}' is older than epoch {newest}, which this node has seen.")
{
    /// <summary>The kind of error, for workflows.</summary>
    public string ErrorType => "StaleEpoch";

    /// <summary>The newest epoch that the node has seen for the job.</summary>
    public int Newest { get; } = newest;
}
