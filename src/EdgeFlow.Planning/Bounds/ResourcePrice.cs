namespace EdgeFlow.Planning.Bounds;

/// <summary>The dual price of a node or link.</summary>
/// <param name="Resource">The resource in words: <c>node edge-2</c>, <c>link a-b</c>, and where each direction has its
/// own capacity <c>link a-b from a</c>.</param>
/// <param name="Price">The price of one unit, 0 or more: a second of computation a second, or a bit a second.</param>
public sealed record ResourcePrice(string Resource, double Price);
