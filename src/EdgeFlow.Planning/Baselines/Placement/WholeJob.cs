using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Baselines.Placement;

/// <summary>
/// Places a job as Kubernetes places a pod: whole, on the node of the best score among those that fit. Tasks that may
/// be on one node only (the source of frames) are there.
/// </summary>
/// <param name="score">
/// Score of a node, lower is better: given what is free, the node and the bytes that it would take.
/// </param>
internal sealed class WholeJob(Func<Ledger, int, long, double> score) : IPlacementRule
{
    /// <inheritdoc/>
    public (int[]? Nodes, Refusal? Refusal) Place(Ledger ledger, IndexedJob job)
    {
        var (first, refusal) = Attempt.Begin(ledger, job);
        if (first is null)
        {
            return (null, refusal);
        }

        var pinned = first.Groups.Nodes.Where(n => n.Length == 1).Select(n => n[0]).ToHashSet();
        Attempt? best = null;
        var least = (Score: double.PositiveInfinity, Place: int.MaxValue);
        for (var node = 0; node < ledger.Network.NodeCount; node++)
        {
            ledger.Work += first.Groups.Count;
            if (On(first.Again(), node) is not var (attempt, bytes))
            {
                continue;
            }

            var place = ledger.Readings.SourceFirst && pinned.Contains(node) ? -1 : node;
            var value = (score(ledger, node, bytes), place);
            if (best is null || value.CompareTo(least) < 0)
            {
                (best, least) = (attempt, value);
            }
        }

        return best is not null ? (best.Nodes, null)
            : (null, new Refusal("/spec/tasks", "no node has room for the whole job"));
    }

    private static (Attempt Attempt, long Bytes)? On(Attempt attempt, int node)
    {
        var bytes = 0L;
        for (var g = 0; g < attempt.Groups.Count; g++)
        {
            var place = attempt.Groups.Nodes[g] is [var only] ? only : node;
            if (!attempt.Allows(g, place))
            {
                return null;
            }

            attempt.Take(g, place);
            bytes += place == node ? attempt.Groups.Memory[g] : 0;
        }

        return (attempt, bytes);
    }
}
