namespace EdgeFlow.Channels.Artifacts;

/// <summary>An artifact could not be fetched: not there, not reachable, or not the bytes that its hash names.</summary>
public sealed class ArtifactException(string message, Exception? cause = null) : Exception(message, cause);
