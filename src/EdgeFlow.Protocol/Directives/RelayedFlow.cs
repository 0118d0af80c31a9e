namespace EdgeFlow.Protocol.Directives;

/// <summary>A flow that passes through a node that hosts neither end.</summary>
/// <param name="From">The producing task.</param>
/// <param name="To">The consuming task.</param>
/// <param name="NextHop">Base address of the next node of its route.</param>
public sealed record RelayedFlow(string From, string To, string NextHop);
