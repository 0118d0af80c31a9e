namespace EdgeFlow.Durable;

/// <summary>How a <see cref="WorkflowWorker"/> works, and its limits.</summary>
public sealed record WorkerOptions : SidecarOptions
{
    /// <summary>The turns of workflows that run at once; they are short and need a core each.</summary>
    public int MaxConcurrentWorkflows { get; init; } = 64;

    /// <summary>The activities that run at once.</summary>
    public int MaxConcurrentActivities { get; init; } = 256;

    /// <summary>
    /// The items of each kind that wait for their turn here. When they are full the stream is not read on, so that
    /// the sidecar keeps the rest.
    /// </summary>
    public int MaxQueuedItems { get; init; } = 4096;

    /// <summary>
    /// The running workflows that are kept in memory between their turns, so that a turn replays nothing; beyond that
    /// the one that waited longest is dropped and replayed when its turn comes. 0 keeps none. Only the embedded
    /// sidecar says what is needed to trust a kept run.
    /// </summary>
    public int MaxKeptRuns { get; init; } = 4096;

    /// <summary>
    /// The largest input of an activity, in bytes of UTF-8; a workflow that asks for more fails with
    /// <c>PayloadTooLarge</c>. A Dapr sidecar hands it to its scheduler, which takes 2 MiB with the names around it.
    /// </summary>
    public int MaxActivityInputBytes { get; init; } = 2_000_000;

    /// <summary>How often the outcome of an item is offered to a sidecar that does not answer.</summary>
    public int MaxCompletionAttempts { get; init; } = 10;

    /// <summary>The wait after the first failed attempt to reach the sidecar; it doubles from there.</summary>
    public TimeSpan FirstReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait between two attempts to reach the sidecar; they go on for ever.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long running items may go on once the worker was told to stop, before they are cancelled.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long cancelled activities may take to end, before the worker leaves them behind.</summary>
    public TimeSpan CancelTimeout { get; init; } = TimeSpan.FromSeconds(5);

    internal TimeSpan DelayAfter(int failures)
    {
        var delay = FirstReconnectDelay * Math.Pow(2, Math.Min(failures - 1, 30));
        return delay < MaxReconnectDelay ? delay : MaxReconnectDelay;
    }
}
