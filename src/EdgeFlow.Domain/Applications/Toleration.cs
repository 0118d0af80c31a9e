namespace EdgeFlow.Domain.Applications;

/// <summary>Lets a task run on nodes with a taint.</summary>
/// <param name="Key">The taint's key.</param>
/// <param name="Value">The taint's value; null tolerates any.</param>
public sealed record Toleration(string Key, string? Value);
