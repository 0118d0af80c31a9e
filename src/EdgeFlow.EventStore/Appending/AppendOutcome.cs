namespace EdgeFlow.EventStore.Appending;

/// <summary>An append's result, or why it failed: exactly one is there.</summary>
internal readonly record struct AppendOutcome(AppendResult? Result, Exception? Failure);
