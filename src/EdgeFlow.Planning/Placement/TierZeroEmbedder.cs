using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// Tier 0 for streams. Two rounds of: exponential congestion prices at the rate reached so far, cheapest paths
/// (Dijkstra), the whole DAG placed at once at these prices (<see cref="Surrogate"/>), descent on the true potential
/// (<see cref="Descent"/>), and the rate that water-filling really grants. The best of all rounds wins. On a large
/// network all of this sees a <see cref="Region"/>; only a job that finds no place there looks at everything.
/// </summary>
internal sealed class TierZeroEmbedder : IEmbedder
{
    /// <summary>Rounds of pricing.</summary>
    public const int Rounds = 2;

    /// <summary>
    /// Factor by which a job's rate must rise for tasks to move that could stay; a job that keeps the inverse of it of
    /// its rate by moving only what must move does not look further.
    /// </summary>
    public const double WorthMoving = 1.25;

    /// <inheritdoc/>
    public EmbedResult Embed(Board board, IndexedJob job, Previous? previous)
    {
        if (!board.IsLarge || IsPinnedNowhere(board.Network, job))
        {
            return EmbedIn(board, job, previous);
        }

        var region = board.RegionOf(job, previous?.Node);
        var near = EmbedIn(region, job, region.InPart(previous));
        if (near.Embedding is { } embedding)
        {
            return near with { Embedding = region.InWhole(embedding) };
        }

        var whole = EmbedIn(board, job, previous);
        return whole with { Work = whole.Work + near.Work };
    }

    /// <summary>Whether some task may only be on nodes that are not there: then no part of the network will
    /// do.</summary>
    private static bool IsPinnedNowhere(IndexedNetwork network, IndexedJob job) => Array.Exists(
        job.Tasks, t => t.Constraints.Nodes is { Count: > 0 } pins && !pins.Any(pin => network.NodeOf(pin) >= 0));

    private static EmbedResult EmbedIn(ISurroundings seen, IndexedJob job, Previous? previous)
    {
        var (groups, refusal) = Grouping.Build(seen.Network, job, seen.FreeMemory);
        if (groups is null)
        {
            return new EmbedResult(null, refusal, CandidateWords.ForRefused(seen, job), 0);
        }

        var search = new StreamSearch(seen, new Workspace(seen.Network, job, groups, seen.FreeMemory));
        var stay = previous is null ? null : KeepPrevious(search, groups, previous.Node);
        var isEnough = stay is not null && (!previous!.MayMoveMore || stay.Rate * WorthMoving >= previous.Rate);
        var rounds = job.Source.Demand.Budget is null ? Rounds : Rounds + Tolls.Rounds;
        for (var round = 0; round < rounds && !isEnough && !search.HasAllItCanUse; round++)
        {
            search.Round(groups.Nodes, _ => true, round);
        }

        var best = search.Best;
        if (stay is not null && (best is null || best.Rate < stay.Rate * WorthMoving))
        {
            best = stay;
        }

        return best is null
            ? new EmbedResult(null, search.WhyNot(), CandidateWords.ForRefused(seen, job), search.Work)
            : new EmbedResult(
                best.Job.Embedding, null, search.Candidates(best), search.Work, best.Trial.Settlement,
                IsChoice: stay is not null && best != stay);
    }

    /// <summary>Places only the tasks that cannot stay, and routes what lost its path.</summary>
    private static StreamCandidate? KeepPrevious(StreamSearch search, Grouping groups, int[] previous)
    {
        var kept = new bool[groups.Count];
        var nodes = new int[groups.Count][];
        for (var g = 0; g < groups.Count; g++)
        {
            var node = previous[groups.Members[g][0]];
            kept[g] = groups.Nodes[g].Contains(node) && groups.Members[g].TrueForAll(i => previous[i] == node);
            nodes[g] = kept[g] ? [node] : groups.Nodes[g];
        }

        search.Round(nodes, g => !kept[g], 0);
        return search.Best;
    }
}
