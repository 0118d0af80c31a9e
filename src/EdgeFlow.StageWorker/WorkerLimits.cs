using EdgeFlow.Channels.Direct;

namespace EdgeFlow.StageWorker;

/// <summary>The named limits of a node: every queue, retry and timeout that is not part of the protocol.</summary>
public sealed record WorkerLimits
{
    /// <summary>
    /// Limits of each flow's two ends; its window also bounds a stage's input queue and a source's frames in flight.
    /// </summary>
    public FlowLimits Flow { get; init; } = new();

    /// <summary>
    /// Frames that one stage works at at once; 0 for as many as the node has cores under its CPU limit.
    /// </summary>
    public int RunnersPerStage { get; init; }

    /// <summary>A job with a frame older than this asks the control plane which frames have their results.</summary>
    public TimeSpan SettleAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Longest wait between two attempts at one frame.</summary>
    public TimeSpan MaxFrameRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts of a batch task at one frame before the frame goes on as an error frame.</summary>
    public int BatchFrameAttempts { get; init; } = 2;

    /// <summary>Results that a sink keeps until they are stored.</summary>
    public int ResultWindow { get; init; } = 512;

    /// <summary>Most results in one batch; the protocol allows 256.</summary>
    public int ResultBatch { get; init; } = 256;

    /// <summary>Most bytes of results in one batch, but for a single one.</summary>
    public int ResultBatchBytes { get; init; } = 1024 * 1024;

    /// <summary>How long results wait for company.</summary>
    public TimeSpan ResultLinger { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Longest wait for one answer of the control plane.</summary>
    public TimeSpan ControlTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>First wait when the control plane is away; doubles.</summary>
    public TimeSpan ControlRetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest wait between two tries to reach the control plane; they go on for ever.</summary>
    public TimeSpan MaxControlRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for one answer of the node's own sidecar at the start; it is asked until it
    /// answers.</summary>
    public TimeSpan SidecarTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a starting node whose name is taken waits for the other's lease to end.</summary>
    public TimeSpan NameTakenTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a draining node goes on to hand over what it holds.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Jobs whose last epoch is remembered after they were stopped.</summary>
    public int RememberedJobs { get; init; } = 4096;

    /// <summary>Bytes of artifacts of ended jobs that are kept for reruns; 0 keeps none.</summary>
    public long KeptArtifactBytes { get; init; } = 1L << 30;

    /// <summary>Ended jobs whose artifacts are kept for reruns.</summary>
    public int KeptArtifactJobs { get; init; } = 1_000;
}
