namespace EdgeFlow.Durable;

/// <summary>What a purge did.</summary>
/// <param name="DeletedCount">The instances that were deleted, children included.</param>
/// <param name="IsComplete">Whether everything that was meant is deleted; null when the sidecar does not say.</param>
public sealed record PurgeOutcome(int DeletedCount, bool? IsComplete);
