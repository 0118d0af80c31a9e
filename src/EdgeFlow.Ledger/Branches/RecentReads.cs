using EdgeFlow.Control.Replanning;
using EdgeFlow.Ledger.World;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// The worlds since the last decision. The replanner reads before it appends, and more may happen between: which of
/// them it read is told by the hash of its input, which the plan's event carries. It reads nodes and links before jobs,
/// so that it may have seen older nodes with newer jobs. Owned by one run.
/// </summary>
internal sealed class RecentReads(IEnumerable<WorldState> start)
{
    // Most worlds of which older nodes are tried with newer jobs; they are the newest.
    private const int MostMixed = 8;

    private readonly List<WorldState> worlds = [.. start];

    /// <summary>One more.</summary>
    public void Add(WorldState world)
    {
        if (worlds.Count >= BranchLimits.MaxReads)
        {
            worlds.RemoveAt(0);
        }

        worlds.Add(world);
    }

    /// <summary>Begins again after a decision.</summary>
    public void Restart(WorldState world)
    {
        worlds.Clear();
        worlds.Add(world);
    }

    /// <summary>What a recorded decision may have been made from, the likeliest first; where its hash says which, that
    /// alone.</summary>
    public IEnumerable<(NetworkState State, string? Hash)> For(PlanPoint point, BranchPlanner planner)
    {
        if (point.Adopted?.Decision.SnapshotHash is not { Length: > 0 } hash)
        {
            // The newest from which it comes out the same is the one; mixed worlds are many, and few of them are tried.
            return Candidates().Take(worlds.Count + MostMixed).Select(state => (state, (string?)null));
        }

        foreach (var state in Candidates())
        {
            if (SnapshotCanonical.Hash(planner.Look(state)) == hash)
            {
                return [(state, hash)];
            }
        }

        return [(WorldNetwork.Of(worlds[^1]), null)];
    }

    private IEnumerable<NetworkState> Candidates()
    {
        for (var k = worlds.Count - 1; k >= 0; k--)
        {
            yield return WorldNetwork.Of(worlds[k]);
        }

        var least = Math.Max(0, worlds.Count - MostMixed);
        for (var newer = worlds.Count - 1; newer > least; newer--)
        {
            for (var older = newer - 1; older >= least; older--)
            {
                var nodes = WorldNetwork.Of(worlds[older]);
                yield return WorldNetwork.Of(worlds[newer]) with { Nodes = nodes.Nodes, Links = nodes.Links };
            }
        }
    }
}
