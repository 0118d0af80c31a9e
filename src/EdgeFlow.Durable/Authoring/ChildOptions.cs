namespace EdgeFlow.Durable;

/// <summary>How a child workflow is called.</summary>
public sealed record ChildOptions
{
    /// <summary>
    /// The id of the child instance; null for one derived from the parent's id, run and step. Each further attempt of
    /// a retry gets a derived id of its own, an id that is given here is used again.
    /// </summary>
    public string? InstanceId { get; init; }

    /// <summary>When a failed child is started again; null for a single attempt.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The id of the application whose worker runs the child; null for the workflow's own.</summary>
    public string? TargetApp { get; init; }
}
