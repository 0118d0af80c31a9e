namespace EdgeFlow.Dapr.Metadata;

/// <summary>The sidecar that the environment names is not this process's: it speaks for another application, or does
/// not let the process in.</summary>
/// <param name="message">What was found, and what to do.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class ForeignSidecarException(string message, Exception? inner = null) : Exception(message, inner);
