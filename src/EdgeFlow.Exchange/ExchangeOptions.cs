using EdgeFlow.Exchange.Publishing;

namespace EdgeFlow.Exchange;

/// <summary>What is exchanged with other systems; nothing by default. Immutable.</summary>
public sealed record ExchangeOptions
{
    /// <summary>Where public events are published; null for nowhere.</summary>
    public PublishTarget? Publish { get; init; }

    /// <summary>Whether a target that is new begins with the events that happen from then on, not with the first event
    /// of the history.</summary>
    public bool SkipsHistory { get; init; }

    /// <summary>The limits of publishing.</summary>
    public OutboxLimits Outbox { get; init; } = new();

    /// <summary>Where jobs are submitted by message; null for nowhere.</summary>
    public PublishTarget? Submissions { get; init; }

    /// <summary>Whether a file subscribes to the submissions (<c>components/subscription.*.yaml</c>): this process then
    /// names no subscription of its own when its sidecar asks.</summary>
    public bool SubscribesByFile { get; init; }
}
