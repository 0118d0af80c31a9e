namespace EdgeFlow.Cli.Connection;

/// <summary>The answer of a request whose body does not matter.</summary>
internal readonly record struct Nothing;
