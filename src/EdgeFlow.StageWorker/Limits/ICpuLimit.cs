namespace EdgeFlow.StageWorker.Limits;

/// <summary>Keeps a node within its share of the machine's cores: by the kernel, or by pauses between frames.</summary>
internal interface ICpuLimit : IDisposable
{
    /// <summary>Which limit it is, for the log.</summary>
    string Description { get; }

    /// <summary>Called after each piece of computing; completes when the node may go on.</summary>
    Task Pace(TimeSpan busy, CancellationToken cancel);
}
