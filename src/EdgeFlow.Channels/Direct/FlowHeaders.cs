namespace EdgeFlow.Channels.Direct;

/// <summary>Names of the headers on the data plane.</summary>
public static class FlowHeaders
{
    /// <summary>On 202: which hosted stage holds the frame.</summary>
    public const string StageInstance = "Stage-Instance";

    /// <summary>On 429: when to try again, in milliseconds.</summary>
    public const string RetryAfterMs = "Retry-After-Ms";

    /// <summary>On a relayed request: how many nodes have passed it on.</summary>
    public const string Hops = "Frame-Hops";
}
