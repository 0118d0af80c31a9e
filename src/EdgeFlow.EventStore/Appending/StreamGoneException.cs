namespace EdgeFlow.EventStore.Appending;

/// <summary>A stream that existed was deleted from outside. It is created again by the next attempt.</summary>
internal sealed class StreamGoneException(string streamId)
    : Exception($"The stream '{streamId}' existed and is gone.");
