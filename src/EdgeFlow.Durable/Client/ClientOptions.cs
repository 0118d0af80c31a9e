namespace EdgeFlow.Durable;

/// <summary>How a <see cref="WorkflowClient"/> reaches its sidecar, and its limits.</summary>
public sealed record ClientOptions : SidecarOptions
{
    /// <summary>
    /// How long one call that waits for a workflow stays open before it is made again; so that no connection is
    /// trusted for ever.
    /// </summary>
    public TimeSpan WaitCallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The pause before a wait is taken up again after the sidecar was away.</summary>
    public TimeSpan WaitRetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);
}
