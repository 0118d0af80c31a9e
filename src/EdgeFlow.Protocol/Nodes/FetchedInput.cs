namespace EdgeFlow.Protocol.Nodes;

/// <summary>An input that a batch task fetched from another node.</summary>
/// <param name="From">The producing task.</param>
/// <param name="Bytes">Its size.</param>
public sealed record FetchedInput(string From, long Bytes);
