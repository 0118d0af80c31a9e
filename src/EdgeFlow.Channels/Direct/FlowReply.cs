namespace EdgeFlow.Channels.Direct;

/// <summary>The receiving side's answer about one frame.</summary>
/// <param name="Status">What it did.</param>
/// <param name="Epoch">With <see cref="FlowStatus.StaleEpoch"/>: the epoch that holds there.</param>
/// <param name="RetryAfterMs">With <see cref="FlowStatus.Full"/>: when to try again.</param>
/// <param name="Instance">
/// With <see cref="FlowStatus.Held"/>: which hosted stage holds it; a new one has lost what the old held.
/// </param>
public readonly record struct FlowReply(
    FlowStatus Status, int Epoch = 0, int RetryAfterMs = 0, string? Instance = null);
