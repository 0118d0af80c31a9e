namespace EdgeFlow.Experiments;

/// <summary>What the user gave cannot be used; the message says what is wrong and what to write instead.</summary>
/// <param name="message">The message, a sentence or more.</param>
/// <param name="cause">What it came from.</param>
public sealed class InputException(string message, Exception? cause = null) : Exception(message, cause);
