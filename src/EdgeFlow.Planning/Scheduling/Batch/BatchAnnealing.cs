using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Routing;
using EdgeFlow.Planning.Scheduling.Search;

namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>
/// Simulated annealing of one batch job among the others on what the shares really give: a group of tasks moves to
/// another node, two change places, or a flow takes another path. Schedules are made for transfers of fixed length;
/// here every flow counts where it slows the others. Used once; not thread-safe.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="groups">Its groups of tasks.</param>
/// <param name="nodes">The nodes that each group may move to; none where all of it is done.</param>
/// <param name="free">Memory that the other jobs leave.</param>
/// <param name="pool">Paths to choose from.</param>
/// <param name="random">Random numbers.</param>
internal sealed class BatchAnnealing(
    IndexedJob job, Grouping groups, int[][] nodes, long[] free, PathPool pool, SplitMix random)
{
    private const double Cold = 0.001;

    // Of eight moves so many move a group; one changes two groups, the rest a path.
    private const int Moves = 8;
    private const int OneGroup = 5;

    private readonly int[] _movable = [.. Enumerable.Range(0, nodes.Length).Where(g => nodes[g].Length > 1)];

    /// <summary>Counted work.</summary>
    public long Work { get; private set; }

    /// <summary>Work of sharing a network out among jobs once and simulating a batch job: so long as other units of
    /// work.</summary>
    /// <param name="network">The network.</param>
    /// <param name="jobs">The jobs.</param>
    public static long CostOf(IndexedNetwork network, IEnumerable<IndexedJob> jobs) =>
        4 * (network.Capacity.Length + jobs.Sum(j => (long)j.Tasks.Length + j.Flows.Length));

    /// <summary>Anneals, cooling by a constant factor a unit of work.</summary>
    /// <param name="start">Where the job is.</param>
    /// <param name="work">Work to spend.</param>
    /// <param name="hot">First temperature, as a part of the energy.</param>
    /// <param name="cost">Work of knowing an energy.</param>
    /// <param name="energyOf">The energy of an embedding, in seconds; null for one that does not serve all.</param>
    /// <returns>The best found; null when nothing is better.</returns>
    public Embedding? Run(Embedding start, long work, double hot, long cost, Func<Embedding, double?> energyOf)
    {
        if (_movable.Length == 0 || energyOf(start) is not { } first)
        {
            return null;
        }

        var (now, best, energy, least, before) = (start, start, first, first, pool.Work);
        for (Work += cost; Work < work;)
        {
            var heat = first * hot * Math.Pow(Cold / hot, (double)Work / work);
            var next = Next(now);
            Work += 1 + pool.Work - before + (next is null ? 0 : cost);
            before = pool.Work;
            if (next is null || energyOf(next) is not { } other)
            {
                continue;
            }

            if (other <= energy || random.Real() < Math.Exp((energy - other) / heat))
            {
                (now, energy) = (next, other);
                (best, least) = other < least ? (next, other) : (best, least);
            }
        }

        return ReferenceEquals(best, start) ? null : best;
    }

    private Embedding? Next(Embedding now)
    {
        var kind = random.Below(Moves);
        var group = _movable[random.Below(_movable.Length)];
        if (kind < OneGroup)
        {
            return Moved(now, group, nodes[group][random.Below(nodes[group].Length)]);
        }

        if (kind > OneGroup)
        {
            return Rerouted(now);
        }

        var other = _movable[random.Below(_movable.Length)];
        var (here, there) = (NodeOf(now, group), NodeOf(now, other));
        return here == there || !nodes[group].Contains(there) || !nodes[other].Contains(here) ? null
            : Moved(now, group, there) is { } half ? Moved(half, other, here, now) : null;
    }

    private int NodeOf(Embedding embedding, int group) =>
        groups.Members[group].Where(i => !job.Done[i]).Select(i => embedding.Node[i]).First();

    /// <summary>A group on another node, its flows on paths of the pool.</summary>
    private Embedding? Moved(Embedding now, int group, int node, Embedding? before = null)
    {
        var at = (int[])now.Node.Clone();
        var routes = (IndexedRoute?[])now.Routes.Clone();
        foreach (var i in groups.Members[group].Where(i => !job.Done[i]))
        {
            at[i] = node;
        }

        if (at.AsSpan().SequenceEqual((before ?? now).Node) || !groups.Fits(job, at, free))
        {
            return null;
        }

        foreach (var i in groups.Members[group].Where(i => !job.Done[i]))
        {
            foreach (var f in job.Incoming[i].Concat(job.Outgoing[i]))
            {
                if (!TryRoute(routes, at, f))
                {
                    return null;
                }
            }
        }

        return new Embedding(at, routes);
    }

    private Embedding? Rerouted(Embedding now)
    {
        if (job.Flows.Length == 0)
        {
            return null;
        }

        var routes = (IndexedRoute?[])now.Routes.Clone();
        var flow = random.Below(routes.Length);
        return routes[flow] is { Links.Length: > 0 } before && TryRoute(routes, now.Node, flow)
            && !before.SameAs(routes[flow]) ? new Embedding(now.Node, routes) : null;
    }

    private bool TryRoute(IndexedRoute?[] routes, int[] at, int flow)
    {
        if (job.Done[job.Flows[flow].To])
        {
            return true;
        }

        // Every other time the first path, which is the shortest.
        var paths = pool.Between(at[job.Flows[flow].From], at[job.Flows[flow].To]);
        if (paths.Length == 0)
        {
            return false;
        }

        routes[flow] = paths[random.Below(2) == 0 ? 0 : random.Below(paths.Length)];
        return true;
    }
}
