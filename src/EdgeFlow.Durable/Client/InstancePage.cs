namespace EdgeFlow.Durable;

/// <summary>One page of a list of instances.</summary>
/// <param name="InstanceIds">The ids.</param>
/// <param name="NextToken">What gives the next page; null after the last.</param>
public sealed record InstancePage(IReadOnlyList<string> InstanceIds, string? NextToken);
