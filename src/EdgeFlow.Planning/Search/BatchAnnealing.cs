using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Scheduling.Batch;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// Simulated annealing of one batch job among the others on what the shares really give: a group of tasks moves to
/// another node, two change places, or a flow takes another path. Schedules are made for transfers of fixed length;
/// here every flow counts where it slows the others. Used once; not thread-safe.
/// </summary>
/// <param name="board">All jobs; the job is on it.</param>
/// <param name="placed">The job.</param>
/// <param name="turn">The job's nodes and memory.</param>
/// <param name="rates">What rates are chosen for.</param>
/// <param name="pool">Paths to choose from.</param>
/// <param name="random">Random numbers.</param>
internal sealed class BatchAnnealing(
    Board board, PlacedJob placed, BatchTurn turn, Objective rates, PathPool pool, SearchRandom random)
{
    private const double Cold = 0.001;
    private const double OfTheOthers = 0.01;

    // How often sharing out and simulating look at each resource, task and flow: a unit is then as long as elsewhere.
    private const int LooksAtAll = 4;

    // Of eight moves so many move a group; one changes two groups, the rest a path.
    private const int Moves = 8;
    private const int OneGroup = 5;

    private readonly IndexedJob _job = placed.Job;
    private readonly int[][] _nodes =
        [.. Enumerable.Range(0, turn.Groups!.Count).Select(g => turn.NodesOf(g).ToArray())];


    /// <summary>Counted work.</summary>
    public long Work { get; private set; }

    /// <summary>Anneals, cooling by a constant factor a unit of work.</summary>
    /// <param name="work">Work to spend.</param>
    /// <param name="hot">First temperature, as a part of the makespan.</param>
    /// <returns>The best found; null when nothing can move or the job is not served as it is.</returns>
    public Embedding? Run(long work, double hot)
    {
        int[] movable = [.. Enumerable.Range(0, _nodes.Length).Where(g => _nodes[g].Length > 1)];
        if (movable.Length == 0 || BatchMerit.Of(board.Network, board.Jobs, rates) is not { } start)
        {
            return null;
        }

        var (now, best) = (placed.Embedding, placed.Embedding);
        var first = EnergyOf(start);
        var (energy, least) = (first, first);
        while (Work < work)
        {
            var heat = first * hot * Math.Pow(Cold / hot, (double)Work / work);
            if (Next(now, movable) is not { } next || MeritOf(next) is not { } merit
                || merit.Streams.GainOver(start.Streams) < 0)
            {
                continue;
            }

            var other = EnergyOf(merit);
            if (other <= energy || random.Unit() < Math.Exp((energy - other) / heat))
            {
                (now, energy) = (next, other);
                (best, least) = other < least ? (next, other) : (best, least);
            }
        }

        return ReferenceEquals(best, placed.Embedding) ? null : best;
    }

    /// <summary>The longest makespan, and a little of all.</summary>
    private static double EnergyOf(BatchMerit merit) => merit.Spans[0] + OfTheOthers * merit.Spans.Average();

    private BatchMerit? MeritOf(Embedding embedding)
    {
        Work += LooksAtAll
            * (board.Network.Capacity.Length + board.Jobs.Sum(j => (long)j.Job.Tasks.Length + j.Job.Flows.Length));
        var other = new PlacedJob(board.Network, _job, embedding);
        PlacedJob[] jobs = [.. board.Jobs.Select(j => j.Job == _job ? other : j)];
        return BatchMerit.Of(board.Network, jobs, rates);
    }

    private Embedding? Next(Embedding now, int[] movable)
    {
        Work++;
        var kind = random.Below(Moves);
        var group = movable[random.Below(movable.Length)];
        if (kind < OneGroup)
        {
            return Moved(now, group, _nodes[group][random.Below(_nodes[group].Length)]);
        }

        if (kind > OneGroup)
        {
            return Rerouted(now);
        }

        var other = movable[random.Below(movable.Length)];
        var (here, there) = (NodeOf(now, group), NodeOf(now, other));
        return here == there || !_nodes[group].Contains(there) || !_nodes[other].Contains(here) ? null
            : Moved(now, group, there) is { } half ? Moved(half, other, here, now) : null;
    }

    private int NodeOf(Embedding embedding, int group) =>
        turn.Groups!.Members[group].Where(i => !_job.Done[i]).Select(i => embedding.Node[i]).First();

    /// <summary>A group on another node, its flows on paths of the pool.</summary>
    private Embedding? Moved(Embedding now, int group, int node, Embedding? before = null)
    {
        var nodes = (int[])now.Node.Clone();
        var routes = (IndexedRoute?[])now.Routes.Clone();
        foreach (var i in turn.Groups!.Members[group].Where(i => !_job.Done[i]))
        {
            nodes[i] = node;
        }

        if (nodes.AsSpan().SequenceEqual((before ?? now).Node) || !turn.Fits(nodes))
        {
            return null;
        }

        foreach (var i in turn.Groups.Members[group].Where(i => !_job.Done[i]))
        {
            foreach (var f in _job.Incoming[i].Concat(_job.Outgoing[i]))
            {
                if (!TryRoute(routes, nodes, f))
                {
                    return null;
                }
            }
        }

        return new Embedding(nodes, routes);
    }

    private Embedding? Rerouted(Embedding now)
    {
        if (_job.Flows.Length == 0)
        {
            return null;
        }

        var routes = (IndexedRoute?[])now.Routes.Clone();
        var flow = random.Below(routes.Length);
        return routes[flow] is { Links.Length: > 0 } before && TryRoute(routes, now.Node, flow)
            && !before.SameAs(routes[flow]) ? new Embedding(now.Node, routes) : null;
    }

    private bool TryRoute(IndexedRoute?[] routes, int[] nodes, int flow)
    {
        if (_job.Done[_job.Flows[flow].To])
        {
            return true;
        }

        // Every other time the first path, which is the shortest.
        var paths = pool.Between(nodes[_job.Flows[flow].From], nodes[_job.Flows[flow].To]);
        if (paths.Length == 0)
        {
            return false;
        }

        routes[flow] = paths[random.Below(2) == 0 ? 0 : random.Below(paths.Length)];
        return true;
    }
}
