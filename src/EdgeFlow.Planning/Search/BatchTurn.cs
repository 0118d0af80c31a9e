using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Routing;
using EdgeFlow.Planning.Scheduling;
using EdgeFlow.Planning.Scheduling.Batch;
using EdgeFlow.Planning.Scheduling.Bounds;
using EdgeFlow.Planning.Scheduling.Search;

namespace EdgeFlow.Planning.Search;

/// <summary>One batch job beside all others, for as long as it is scheduled anew. Mutable; used for one turn.</summary>
internal sealed class BatchTurn
{
    private readonly IndexedJob _job;
    private readonly BatchWays _ways;
    private readonly BatchModel? _model;
    private readonly long[] _free;

    /// <summary>Looks at the job with the others as they are.</summary>
    /// <param name="board">All jobs.</param>
    /// <param name="placed">The job, which is on the board.</param>
    /// <param name="home">Where its tasks run, -1 for those that cannot stay; null for a new job.</param>
    public BatchTurn(Board board, PlacedJob placed, int[]? home)
    {
        _job = placed.Job;
        board.Remove(placed);
        _free = [.. board.FreeMemory];
        _ways = new BatchWays(board, _job, placed.Embedding);
        Groups = Grouping.Build(board.Network, _job, _free).Groups;
        _model = Groups is null ? null : new BatchModel(board, _job, Groups, _ways, home is null ? null : Held(home));
        board.Add(placed);
    }

    /// <summary>Its groups of tasks; null where constraints leave no node, so that it cannot be moved.</summary>
    public Grouping? Groups { get; }

    /// <summary>Counted work.</summary>
    public long Work { get; set; }

    /// <summary>Whether no schedule is shorter than the one found, or none was found at all.</summary>
    public bool IsExhausted { get; private set; } = true;

    /// <summary>What the search finds for the times that the job has now.</summary>
    /// <param name="cycle">How often the job had its turn before: each has twice the work of the one before.</param>
    /// <param name="seed">The seed.</param>
    public IEnumerable<Embedding> Schedules(int cycle, ulong seed)
    {
        var problem = _model!.Problem;
        var bound = MakespanBounds.Of(problem);
        if (double.IsInfinity(bound.Value))
        {
            yield break;
        }

        var search = new ScheduleSearch(problem, seed, bound.Value);
        var wanted = BatchEmbedder.WorkATask * problem.TaskCount << Math.Min(cycle, 20);
        search.Advance(Math.Min(BatchSearch.MostSchedule, wanted));
        (Work, IsExhausted) = (Work + search.Work + _ways.Work, search.IsExhausted);
        if (search.Best() is { } best)
        {
            yield return _ways.Route(_model.Place(best));
        }
    }

    /// <summary>The nodes worth a look for a group.</summary>
    public int[] NodesOf(int group) => _model!.Open(group);

    /// <summary>The job with one group on another node; null where a flow would have no way.</summary>
    public Embedding? Moved(Embedding embedding, int group, int node)
    {
        var nodes = (int[])embedding.Node.Clone();
        foreach (var i in Groups!.Members[group].Where(i => !_job.Done[i]))
        {
            nodes[i] = node;
        }

        var moved = _ways.Route(nodes);
        var isWhole = true;
        for (var f = 0; f < _job.Flows.Length; f++)
        {
            isWhole &= _job.Done[_job.Flows[f].To] || moved.Routes[f] is not null;
        }

        return isWhole ? moved : null;
    }

    /// <summary>Whether memory and what must be apart allow these nodes.</summary>
    public bool Fits(int[] node) => Groups!.Fits(_job, node, _free);

    /// <summary>The job's annealing among the others.</summary>
    /// <param name="pool">Paths to choose from.</param>
    /// <param name="random">Random numbers.</param>
    public BatchAnnealing Annealing(PathPool pool, SplitMix random) => new(
        _job, Groups!, [.. Enumerable.Range(0, Groups!.Count).Select(NodesOf)], _free, pool, random);

    /// <summary>A task with its whole input there runs or is about to: it stays. What waits may move.</summary>
    private int[] Held(int[] home) =>
    [
        .. home.Select((u, i) => _job.Incoming[i].All(f => _job.Done[_job.Flows[f].From]) ? u : -1),
    ];
}
