namespace EdgeFlow.Planning.Indexing;

/// <summary>
/// Placements and routes of one job, as numbers. A task of a batch job that is done on a node that is gone is on node
/// -1; a flow that nobody reads any more has no route (null).
/// </summary>
/// <param name="Node">Node of each task.</param>
/// <param name="Routes">Route of each flow.</param>
internal sealed record Embedding(int[] Node, IndexedRoute?[] Routes)
{
    /// <summary>Whether both put every task and flow in the same place.</summary>
    public bool SameAs(Embedding other) =>
        Node.AsSpan().SequenceEqual(other.Node)
        && Routes.Zip(other.Routes).All(p => p.First is null ? p.Second is null : p.First.SameAs(p.Second));
}
