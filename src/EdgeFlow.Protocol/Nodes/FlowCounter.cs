namespace EdgeFlow.Protocol.Nodes;

/// <summary>What a stage has sent to one of its consumers.</summary>
/// <param name="To">The consuming task.</param>
/// <param name="BytesOut">Bytes sent to other nodes, repeats included.</param>
public sealed record FlowCounter(string To, long BytesOut);
