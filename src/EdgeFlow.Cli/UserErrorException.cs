namespace EdgeFlow.Cli;

/// <summary>The command cannot do what was asked; the message says why and what to do.</summary>
internal sealed class UserErrorException(string message) : Exception(message);
