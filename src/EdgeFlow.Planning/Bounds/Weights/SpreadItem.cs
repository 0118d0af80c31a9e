namespace EdgeFlow.Planning.Bounds.Weights;

/// <summary>What a part of a <see cref="SpreadEmbedding"/> asks of a resource.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Size">Seconds or bits a frame, or bytes of memory, of the whole group or flow.</param>
/// <param name="Share">How often it counts.</param>
internal readonly record struct SpreadItem(int Resource, double Size, double Share);
