using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.Control.Runs;

/// <summary>What one node hosts in a turn of a stream job.</summary>
/// <param name="Node">The node.</param>
/// <param name="Directive">What it is told.</param>
public sealed record NodeHosting(string Node, HostDirective Directive);
