namespace EdgeFlow.Durable.Replay;

/// <summary>The result of an operation whose payload nobody reads.</summary>
internal readonly record struct Ignored;
