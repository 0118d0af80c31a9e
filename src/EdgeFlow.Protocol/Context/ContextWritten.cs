namespace EdgeFlow.Protocol.Context;

/// <summary>A context was written.</summary>
/// <param name="Tag">The tag that everything written has now.</param>
public sealed record ContextWritten(string Tag);
