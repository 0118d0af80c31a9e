namespace EdgeFlow.Protocol.Directives;

/// <summary>A flow into a hosted task.</summary>
/// <param name="From">The producing task.</param>
/// <param name="Address">Base address of the producer's node, where acknowledgements go.</param>
public sealed record InputFlow(string From, string Address);
