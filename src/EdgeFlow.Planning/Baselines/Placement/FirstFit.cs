using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Baselines.Placement;

/// <summary>Each task on the first node, by id, that has room; tasks in topological order.</summary>
internal sealed class FirstFit : IPlacementRule
{
    /// <inheritdoc/>
    public (int[]? Nodes, Refusal? Refusal) Place(Ledger ledger, IndexedJob job)
    {
        var (attempt, refusal) = Attempt.Begin(ledger, job);
        if (attempt is null)
        {
            return (null, refusal);
        }

        foreach (var g in job.Order.Select(i => attempt.Groups.Of[i]).Distinct())
        {
            ledger.Work += attempt.Groups.Nodes[g].Length;
            var node = Array.FindIndex(attempt.Groups.Nodes[g], u => attempt.Allows(g, u));
            if (node < 0)
            {
                return (null, attempt.NoNode(g));
            }

            attempt.Take(g, attempt.Groups.Nodes[g][node]);
        }

        return (attempt.Nodes, null);
    }
}
