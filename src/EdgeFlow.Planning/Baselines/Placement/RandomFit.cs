using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Baselines.Placement;

/// <summary>Each task on a node drawn evenly among those that have room; tasks in topological order.</summary>
/// <param name="seed">The seed; every job draws from a stream of its own.</param>
internal sealed class RandomFit(ulong seed) : IPlacementRule
{
    /// <inheritdoc/>
    public (int[]? Nodes, Refusal? Refusal) Place(Ledger ledger, IndexedJob job)
    {
        var (attempt, refusal) = Attempt.Begin(ledger, job);
        if (attempt is null)
        {
            return (null, refusal);
        }

        var draws = Draws.For(seed, job.Id.Value);
        foreach (var g in job.Order.Select(i => attempt.Groups.Of[i]).Distinct())
        {
            ledger.Work += attempt.Groups.Nodes[g].Length;
            var open = Array.FindAll(attempt.Groups.Nodes[g], u => attempt.Allows(g, u));
            if (open.Length == 0)
            {
                return (null, attempt.NoNode(g));
            }

            attempt.Take(g, open[draws.Below(open.Length)]);
        }

        return (attempt.Nodes, null);
    }
}
