namespace EdgeFlow.Planning.Bounds;

/// <summary>The dual price of a node, a link or a node's memory.</summary>
/// <param name="Resource">The resource in words: <c>node edge-2</c>, <c>link a-b</c>, where each direction has its
/// own capacity <c>link a-b from a</c>, and <c>memory edge-2</c>.</param>
/// <param name="Price">
/// The price, 0 or more: of one unit (a second of computation a second, a bit a second, a byte), or, in certificates of
/// the max-min rate, of the whole resource.
/// </param>
/// <param name="Rounding">
/// Max-min only: the k of the rounding ⌊(k + 1) x⌋ / k that loads x pass through first; 0 for none.
/// </param>
public sealed record ResourcePrice(string Resource, double Price, int Rounding = 0);
