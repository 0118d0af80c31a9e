namespace EdgeFlow.EventStore.Subscriptions;

/// <summary>How a subscription reads, and its limits. Immutable.</summary>
public sealed record SubscriptionOptions
{
    /// <summary>Names the checkpoint. Two subscriptions of one name both get every event, and the checkpoint is
    /// that of the faster; give each consumer its own name unless any one of them suffices.</summary>
    public required string Name { get; init; }

    /// <summary>Where to begin if there is no checkpoint: after this sequence number; 0 is from the first.</summary>
    public long StartAfter { get; init; }

    /// <summary>The most events in one delivery.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>How often a delivery that fails is tried before the subscription ends with the failure.</summary>
    public int DeliveryAttempts { get; init; } = 20;

    /// <summary>The wait after the first failed delivery; it doubles up to <see cref="DeliveryDelayMax"/>.</summary>
    public TimeSpan DeliveryDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan DeliveryDelayMax { get; init; } = TimeSpan.FromSeconds(5);
}
