namespace EdgeFlow.Planning.Indexing;

/// <summary>A route as numbers.</summary>
/// <param name="Nodes">The nodes passed.</param>
/// <param name="Links">The links between them.</param>
/// <param name="Resources">The resource that each passage uses.</param>
internal sealed record IndexedRoute(int[] Nodes, int[] Links, int[] Resources)
{
    /// <summary>The route between two tasks on one node.</summary>
    public static IndexedRoute Within(int node) => new([node], [], []);

    /// <summary>Whether both describe the same path.</summary>
    public bool SameAs(IndexedRoute? other) =>
        other is not null && Nodes.AsSpan().SequenceEqual(other.Nodes) && Links.AsSpan().SequenceEqual(other.Links);
}
