namespace EdgeFlow.StageWorker.Secrets;

/// <summary>Secrets cannot be read.</summary>
/// <param name="message">Why, and what to do; never a value.</param>
public sealed class SecretStoreException(string message) : Exception(message);
