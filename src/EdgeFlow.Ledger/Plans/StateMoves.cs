using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Ledger.Plans;

/// <summary>What it takes to set tasks up on other nodes, estimated from the network after the move. Pure.</summary>
/// <param name="before">The network and the jobs before.</param>
/// <param name="after">The same after.</param>
internal sealed class StateMoves(NetworkSnapshot before, NetworkSnapshot after)
{
    private const double BitsPerByte = 8;
    private const double MsPerSecond = 1_000;

    private readonly HashSet<NodeId> here = [.. after.Nodes.Select(node => node.Id)];

    private readonly Dictionary<(JobId, TaskId), SnapshotTask> tasks = before.Jobs.Concat(after.Jobs)
        .SelectMany(job => job.Tasks, (job, task) => (job.Id, task)).DistinctBy(pair => (pair.Id, pair.task.Id))
        .ToDictionary(pair => (pair.Id, pair.task.Id), pair => pair.task);

    /// <summary>What one task has otherwise.</summary>
    public TaskDifference Of(JobId job, TaskId task, Placement? from, Placement? to)
    {
        var hasMoved = from is not null && to is not null && from.Node != to.Node;
        var bytes = hasMoved && tasks.TryGetValue((job, task), out var known) ? known.Memory.Value : 0;
        return new TaskDifference(
            task.Value, from?.Node.Value, to?.Node.Value, from?.Variant, to?.Variant,
            hasMoved && !here.Contains(from!.Node), bytes, hasMoved ? Milliseconds(bytes, from!.Node, to!.Node) : null);
    }

    // A node that is gone sends nothing: what ran there comes over the widest link that the new node has.
    private double? Milliseconds(long bytes, NodeId from, NodeId to)
    {
        var width = here.Contains(from) ? Widest(from, to)
            : after.Links.Where(link => link.A == to || link.B == to).Select(link => link.Capacity.Value)
                .DefaultIfEmpty(0).Max();
        return width > 0 ? bytes * BitsPerByte / width * MsPerSecond : null;
    }

    // The widest path: of all reached nodes the one over the widest way goes on first, as in Dijkstra's algorithm.
    private long Widest(NodeId from, NodeId to)
    {
        var ways = after.Links.Select(link => (At: link.A, To: link.B, Width: link.Capacity.Value))
            .Concat(after.Links.Select(link => (At: link.B, To: link.A, Width: link.Capacity.Value)))
            .ToLookup(way => way.At);
        var reached = new Dictionary<NodeId, long>();
        var open = new PriorityQueue<NodeId, (long Narrow, NodeId Node)>(
            [(from, (-long.MaxValue, from))], Comparer<(long Narrow, NodeId Node)>.Default);
        while (open.TryDequeue(out var node, out var place))
        {
            if (!reached.TryAdd(node, -place.Narrow) || node == to)
            {
                if (node == to)
                {
                    return -place.Narrow;
                }

                continue;
            }

            foreach (var way in ways[node].Where(way => !reached.ContainsKey(way.To)))
            {
                var width = Math.Min(reached[node], way.Width);
                open.Enqueue(way.To, (-width, way.To));
            }
        }

        return 0;
    }
}
