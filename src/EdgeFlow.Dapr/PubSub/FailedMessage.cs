namespace EdgeFlow.Dapr.PubSub;

/// <summary>A message of a bulk that the broker did not take.</summary>
/// <param name="Index">Its place in the bulk, from 0.</param>
/// <param name="Error">Why, in the sidecar's words.</param>
public readonly record struct FailedMessage(int Index, string Error);
