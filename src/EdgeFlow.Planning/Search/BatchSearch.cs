using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Routing;
using EdgeFlow.Planning.Scheduling.Batch;
using EdgeFlow.Planning.Scheduling.Search;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// Tier 1 for batch jobs: one job after the other is scheduled anew beside all others, by
/// <see cref="Scheduling.ScheduleSearch"/> with twice the work each time round, and then on what the shares really
/// give: task by task, and by <see cref="BatchAnnealing"/>. A change is kept if the longest makespans fall by more than
/// its moves cost and no stream loses by it. What is done stays, and so does a task in force that has its whole input,
/// since it runs or is about to. Mutable; only one thread at a time.
/// </summary>
internal sealed class BatchSearch
{
    /// <summary>Most times that every job is scheduled anew.</summary>
    public const int MostCycles = 24;

    /// <summary>Times in a row that no job gains anything until the search is over.</summary>
    public const int IdleCycles = 6;

    /// <summary>Rounds' worth of work that it may take where streams wait for their turn.</summary>
    public const int RoundsBesideStreams = 4;

    /// <summary>Most counted work of the schedule search in one turn: a tenth of a second.</summary>
    public const long MostSchedule = 1 << 22;

    /// <summary>Most counted work of the descent in one turn; the next turn goes on where it stopped.</summary>
    public const long MostDescent = 1 << 21;

    /// <summary>Most counted work of the annealing in one turn.</summary>
    public const long MostAnnealing = 1 << 20;

    /// <summary>Counted work of a job's first annealing.</summary>
    private const long FirstAnnealing = 1 << 16;

    /// <summary>What all makespans together count beside the longest.</summary>
    private const double OfTheOthers = 0.01;

    /// <summary>First temperatures of the annealing, which take turns.</summary>
    private static readonly double[] s_hot = [0.1, 0.3, 0.03];

    private readonly PathPool _pool;
    private readonly PlanSession _session;
    private readonly TierOneOptions _options;
    private readonly Objective _rates;
    private readonly bool _spares;
    private readonly ulong _seed;
    private readonly JobId[] _jobs;
    private readonly int[] _nextGroup;
    private readonly int _tasks;
    private readonly long _most;
    private int _turn;
    private int _idleTurns;
    private BatchMerit _merit;

    private BatchSearch(
        PlanSession session, Objective objective, ulong seed, TierOneOptions options, BatchMerit start)
    {
        (_session, _seed, _options, _merit) = (session, seed, options, start);
        (_rates, _pool) = (RateObjective(objective), new PathPool(session.Board.Network));
        _spares = objective != Objective.Makespan;
        var batches = session.Board.Jobs.Where(j => !j.Job.IsStream).ToList();
        _jobs = [.. batches.Where(j => j.Job.Done.Contains(false)).Select(j => j.Job.Id)];
        _nextGroup = new int[_jobs.Length];
        _tasks = Math.Max(1, batches.Sum(j => j.Job.Done.Count(d => !d)));
        _most = batches.Count == session.Board.Jobs.Count ? long.MaxValue : RoundsBesideStreams * options.RoundWork;
    }

    /// <summary>Counted work so far.</summary>
    public long Work { get; private set; }

    /// <summary>Whether some batch job ends sooner than at the start.</summary>
    public bool HasShortened { get; private set; }

    /// <summary>Whether there is nothing left to try, or the rest of the work belongs to the streams.</summary>
    public bool IsOver =>
        Work >= _most || _idleTurns >= IdleCycles * _jobs.Length || _turn >= MostCycles * _jobs.Length;

    /// <summary>What rates are chosen for under an objective.</summary>
    public static Objective RateObjective(Objective objective) =>
        objective == Objective.Makespan ? Objective.MaxMin : objective;

    /// <summary>Prepares the search; null where no batch task is left to run, or some job is not served.</summary>
    public static BatchSearch? For(PlanSession session, Objective objective, ulong seed, TierOneOptions options)
    {
        var hasBatch = session.Board.Jobs.Any(j => !j.Job.IsStream && j.Job.Done.Contains(false));
        var rates = RateObjective(objective);
        return hasBatch && BatchMerit.Of(session.Board.Network, session.Board.Jobs, rates) is { } start
            ? new BatchSearch(session, objective, seed, options, start) : null;
    }

    /// <summary>Schedules the next job anew.</summary>
    public void Round()
    {
        var cycle = _turn / _jobs.Length;
        var placed = _session.Board.Jobs.First(j => j.Job.Id == _jobs[_turn % _jobs.Length]);
        _turn++;
        var turn = new BatchTurn(_session.Board, placed, _session.PreviousOf(placed.Job));
        var before = _merit;
        if (turn.Groups is not null)
        {
            foreach (var embedding in turn.Schedules(cycle, unchecked(_seed + (ulong)_turn)))
            {
                Consider(placed, embedding, turn);
            }

            Descend(placed.Job, turn, ref _nextGroup[(_turn - 1) % _jobs.Length]);
            Anneal(placed.Job, turn, cycle);
        }

        Work += turn.Work + 1;
        _idleTurns = ReferenceEquals(before, _merit) && turn.IsExhausted ? _idleTurns + 1 : 0;
    }

    /// <summary>Moves one group of tasks at a time, until none of them gains or the work is spent.</summary>
    private void Descend(IndexedJob job, BatchTurn turn, ref int group)
    {
        var most = turn.Work + MostDescent;
        for (var still = 0; still < turn.Groups!.Count && turn.Work < most; still++)
        {
            group = (group + 1) % turn.Groups.Count;
            foreach (var node in turn.NodesOf(group))
            {
                var placed = _session.Board.Jobs.First(j => j.Job.Id == job.Id);
                if (turn.Moved(placed.Embedding, group, node) is { } moved && Consider(placed, moved, turn))
                {
                    still = -1;
                }
            }
        }
    }

    /// <summary>Anneals the job among the others, for twice the work each time round.</summary>
    private void Anneal(IndexedJob job, BatchTurn turn, int cycle)
    {
        var placed = _session.Board.Jobs.First(j => j.Job.Id == job.Id);
        var annealing = turn.Annealing(_pool, new SplitMix(SearchRandom.For(_seed, _turn).Next()));
        var (board, start) = (_session.Board, _merit);
        var work = Math.Min(MostAnnealing, FirstAnnealing << Math.Min(cycle, 20));
        var found = annealing.Run(
            placed.Embedding, work, s_hot[cycle % s_hot.Length],
            BatchAnnealing.CostOf(board.Network, board.Jobs.Select(j => j.Job)), EnergyOf);
        turn.Work += annealing.Work;
        if (found is not null)
        {
            Consider(placed, found, turn);
        }

        // The longest makespan, and a little of all; no stream loses anything.
        double? EnergyOf(Embedding embedding)
        {
            var other = new PlacedJob(board.Network, job, embedding);
            return BatchMerit.Of(
                board.Network, [.. board.Jobs.Select(j => j.Job == job ? other : j)], _rates) is { } merit
                && (!_spares || merit.Streams.GainOver(start.Streams) >= 0)
                ? merit.Spans[0] + OfTheOthers * merit.Spans.Average() : null;
        }
    }

    private bool Consider(PlacedJob placed, Embedding embedding, BatchTurn turn)
    {
        if (embedding.SameAs(placed.Embedding) || !turn.Fits(embedding.Node))
        {
            return false;
        }

        var board = _session.Board;
        var other = new PlacedJob(board.Network, placed.Job, embedding);
        PlacedJob[] jobs = [.. board.Jobs.Select(j => j.Job == placed.Job ? other : j)];
        turn.Work += board.Network.Capacity.Length + jobs.Sum(
            j => (long)j.Job.Tasks.Length * (j.Job.IsStream ? 1 : board.Network.NodeCount) + j.Job.Flows.Length);
        if (BatchMerit.Of(board.Network, jobs, _rates) is not { } merit
            || (_spares && merit.Streams.GainOver(_merit.Streams) < 0))
        {
            return false;
        }

        var home = _session.PreviousOf(placed.Job);
        var moves = home is null ? 0
            : MoveCount.Chosen(home, embedding.Node) - MoveCount.Chosen(home, placed.Embedding.Node);
        if (merit.GainOver(_merit) <= Math.Max(0, _options.MigrationCost * moves / _tasks) + Merit.LeastGain)
        {
            return false;
        }

        (_merit, HasShortened) = (merit, true);
        _session.MoveTo([other]);
        return true;
    }
}
