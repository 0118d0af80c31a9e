namespace EdgeFlow.Durable;

/// <summary>How an activity is called.</summary>
public sealed record ActivityOptions
{
    /// <summary>When a failed attempt is made again; null for a single attempt.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The id of the application whose worker runs the activity; null for the workflow's own.</summary>
    public string? TargetApp { get; init; }
}
