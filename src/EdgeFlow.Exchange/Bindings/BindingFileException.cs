namespace EdgeFlow.Exchange.Bindings;

/// <summary>A file of bindings cannot be used.</summary>
/// <param name="message">Where, why, and what would be right.</param>
/// <param name="cause">What was thrown, or null.</param>
public sealed class BindingFileException(string message, Exception? cause = null) : Exception(message, cause);
