namespace EdgeFlow.Dapr;

/// <summary>The limits of requests to a Dapr sidecar. Immutable.</summary>
public sealed record DaprHttpOptions
{
    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest answer, in bytes.</summary>
    public int MaxAnswerBytes { get; init; } = 16 * 1024 * 1024;
}
