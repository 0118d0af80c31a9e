using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Replanning;

/// <summary>The links of a snapshot: those declared, and those that stand in where none are. Pure.</summary>
internal static class SnapshotLinks
{
    /// <summary>The links that are up between the given nodes, by id.</summary>
    public static IReadOnlyList<SnapshotLink> Build(
        IReadOnlyList<LinkState> declared, IReadOnlyList<NodeId> nodes, PlanningOptions options)
    {
        var here = nodes.ToHashSet();
        var up = declared.Where(link => link.Status != LinkStatus.Removed && link.Capacity.Value > 0)
            .Where(link => here.Contains(link.A) && here.Contains(link.B))
            .Select(link => new SnapshotLink(
                link.Link, link.A, link.B, link.Capacity, link.Delay, link.PricePerGigabyte));
        var mesh = options.FullMesh ? Mesh(declared, nodes, options) : [];
        return [.. up.Concat(mesh).OrderBy(link => link.Id)];
    }

    // The tilde cannot stand in a declared name, so that an undeclared link is told apart and never takes a declared
    // one's id.
    private static IEnumerable<SnapshotLink> Mesh(
        IReadOnlyList<LinkState> declared, IReadOnlyList<NodeId> nodes, PlanningOptions options)
    {
        var linked = declared.Where(link => link.Status != LinkStatus.Removed)
            .SelectMany(link => new[] { link.A, link.B }).ToHashSet();
        return from a in nodes
               from b in nodes
               where a.CompareTo(b) < 0 && !(linked.Contains(a) && linked.Contains(b))
               select new SnapshotLink(
                   new LinkId($"{a}~{b}"), a, b, new BitsPerSecond(options.MeshBitsPerSecond),
                   new Milliseconds(options.MeshDelayMs));
    }
}
