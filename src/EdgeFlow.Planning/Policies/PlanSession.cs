using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Policies;

/// <summary>
/// One planning session: reads the plans in force, finds the touched jobs, embeds them one by one (those that ran
/// before those that wait, by priority, then id), tries again those that failed while others moved, and writes the
/// proposal. Used once.
/// </summary>
internal sealed class PlanSession
{
    /// <summary>Most passes over jobs that failed.</summary>
    public const int MaxPasses = 16;

    /// <summary>Most passes over the jobs placed in this session, to let them take note of each other.</summary>
    public const int RefiningPasses = 2;

    /// <summary>Most jobs for which such passes are made: beyond, a session would take too long.</summary>
    public const int MostRefined = 16;

    private const double LeastGain = 1e-9;

    /// <summary>Where tasks were moved for better rates, a rise that is not only rounding is granted.</summary>
    private const double WorthTellingOfMoves = 1.001;

    private readonly NetworkSnapshot _snapshot;
    private readonly IEmbedder _streams;
    private readonly IEmbedder _batches;
    private readonly Board _board;
    private readonly IndexedJob[] _jobs;
    private readonly PlanMemory _memory;
    private readonly Dictionary<string, RunningJob> _current = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Touched> _touched = new(StringComparer.Ordinal);
    private readonly List<Touched> _placed = [];
    private long _work;
    private int _boardChanges;
    private int _mayMove;

    /// <summary>Prepares a session.</summary>
    /// <param name="snapshot">The input.</param>
    /// <param name="streams">Embeds stream jobs.</param>
    /// <param name="batches">Embeds batch jobs.</param>
    /// <param name="memory">What the caller kept of earlier sessions; null for nothing.</param>
    public PlanSession(
        NetworkSnapshot snapshot, IEmbedder streams, IEmbedder batches, PlanMemory? memory = null)
    {
        (_snapshot, _streams, _batches, _memory) = (snapshot, streams, batches, memory ?? new PlanMemory());
        _board = new Board(_memory.Begin(snapshot), _memory.Filling);
        _jobs = Array.ConvertAll(ById.FirstOfEach(snapshot.Jobs, j => j.Id), _memory.Job);
    }

    /// <summary>All jobs placed.</summary>
    public Board Board => _board;

    /// <summary>Counted work so far.</summary>
    public long Work => _work;

    /// <summary>Whether there was anything to decide: new, waiting or touched jobs.</summary>
    public bool IsTouched => _touched.Count > 0;

    /// <summary>Where the tasks of a job run, -1 for those that cannot stay; null for a job without a plan.</summary>
    public int[]? PreviousOf(IndexedJob job) => _current.GetValueOrDefault(job.Id.Value)?.Current.Previous;

    /// <summary>Plans.</summary>
    /// <param name="policy">The policy's name, for the report.</param>
    /// <param name="seed">The seed, for the report.</param>
    public Proposal Run(string policy, ulong seed)
    {
        Place();
        return Write(policy, seed, _work);
    }

    /// <summary>Puts jobs that are on the board elsewhere; what others gain by it is told them.</summary>
    public void MoveTo(IReadOnlyList<PlacedJob> jobs)
    {
        _board.WorthTelling = WorthTellingOfMoves;
        foreach (var job in jobs)
        {
            var before = _board.Jobs.First(j => j.Job == job.Job);
            _board.Remove(before);
            _board.Add(job);
            if (_touched.TryGetValue(job.Job.Id.Value, out var touched) && !before.Embedding.SameAs(job.Embedding))
            {
                // What was said of the candidates was about another placement.
                touched.Result = new EmbedResult(job.Embedding, null, [], 0, IsChoice: true);
            }
        }
    }

    /// <summary>Reads the plans in force and places what must be placed.</summary>
    public void Place()
    {
        ReadCurrent();
        foreach (var (job, reason) in new Touch(_board, _current).Run())
        {
            var before = _current[job.Job.Id.Value].Before;
            _touched.Add(job.Job.Id.Value, new Touched(job.Job, before, reason));
        }

        PlaceAll();
        if (Refine())
        {
            PlaceAll();
        }

        Withdraw();
    }

    private void ReadCurrent()
    {
        var plans = ById.FirstOfEach(_snapshot.Current, p => p.Job);
        var next = 0;
        foreach (var job in _jobs)
        {
            // Both are in the order of ids; a plan of a job that is not there any more is passed over.
            while (next < plans.Length && plans[next].Job.CompareTo(job.Id) < 0)
            {
                next++;
            }

            if (job.Defect is not null || job.Tasks.Length == 0)
            {
                var defect = job.Defect ?? "it has no tasks";
                _touched.Add(job.Id.Value, new Touched(job, null, "not a DAG")
                {
                    Result = new EmbedResult(null, new Refusal("/spec/tasks", defect), [], 0),
                    IsHopeless = true,
                });
            }
            else if (next == plans.Length || plans[next].Job != job.Id)
            {
                _touched.Add(job.Id.Value, new Touched(job, null, "new or waiting"));
            }
            else
            {
                Read(job, plans[next]);
            }
        }

        _mayMove = MoveCount.Allowed(_snapshot.Options, _mayMove);
        if (_memory.SharesOf(_board.Jobs) is { } shares)
        {
            _board.Recall(shares);
        }
    }

    private void Read(IndexedJob job, JobPlan plan)
    {
        var running = _memory.Running(job, plan);
        _current.Add(job.Id.Value, running);
        _mayMove += job.Tasks.Length;
        if (running.Placed is { } placed)
        {
            _board.Add(placed);
        }
        else
        {
            _touched.Add(job.Id.Value, new Touched(job, running.Before, running.Current.Broken!));
        }
    }

    private void PlaceAll()
    {
        var order = _touched.Values.Where(t => !t.IsHopeless)
            .OrderBy(t => t.Previous is null)
            .ThenByDescending(t => t.Job.Source.Demand.Priority).ThenBy(t => t.Job.Id).ToList();
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var before = _boardChanges;
            foreach (var touched in order.Where(t => t.Result?.Embedding is null && t.FailedAt != _boardChanges))
            {
                Place(touched, pass == 0 ? touched.Previous : null);
            }

            // A job that ran before is tried once more as if it were new, as the next plan would.
            if (before == _boardChanges && pass > 0)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Embeds the stream jobs placed in this session once more, each beside all others: the first ones had not seen the
    /// last.
    /// </summary>
    /// <returns>Whether any moved.</returns>
    private bool Refine()
    {
        var before = _boardChanges;
        var fresh = _touched.Values.Where(t => t.Job.IsStream && t.Result?.Embedding is not null).ToList();
        for (var pass = 0; pass < RefiningPasses && !_board.IsLarge && fresh.Count is > 1 and <= MostRefined; pass++)
        {
            var changes = _boardChanges;
            foreach (var touched in fresh)
            {
                RefineOne(touched);
            }

            if (changes == _boardChanges)
            {
                break;
            }
        }

        return before != _boardChanges;
    }

    /// <summary>
    /// On a large network jobs were embedded beside what is near. Should the whole not serve everybody after all (a
    /// bit a second can be missing where many flows are rounded up), the jobs placed last are taken off again.
    /// </summary>
    private void Withdraw()
    {
        while (_board.IsLarge && !_board.Shares.Fit && _placed.Count > 0)
        {
            var last = _placed[^1];
            _placed.RemoveAt(_placed.Count - 1);
            if (_board.Jobs.FirstOrDefault(j => j.Job == last.Job) is { } placed)
            {
                _board.Remove(placed);
                var refusal = new Refusal("/spec/rate", "no bandwidth is left for it beside the other jobs");
                last.Result = new EmbedResult(null, refusal, last.Result?.Tasks ?? [], 0);
            }
        }
    }

    private void RefineOne(Touched touched)
    {
        var placed = _board.Jobs.First(j => j.Job == touched.Job);
        var worth = _board.Shares.Worth;
        _board.Remove(placed);
        var result = _streams.Embed(_board, touched.Job, touched.Previous is { } before
            ? before with { MayMoveMore = false } : null);
        _work += result.Work;
        var next = result.Embedding is null ? null : new PlacedJob(_board.Network, touched.Job, result.Embedding);
        if (next is not null && _board.With(next).Shares.Worth > worth + LeastGain)
        {
            _board.Add(next);
            touched.Result = result;
            _boardChanges++;
        }
        else
        {
            _board.Add(placed);
        }
    }

    private void Place(Touched touched, Previous? previous)
    {
        var embedder = touched.Job.IsStream ? _streams : _batches;
        touched.Result = embedder.Embed(_board, touched.Job, previous);
        _work += touched.Result.Work;
        if (touched.Result is { IsChoice: true, Embedding: { } other })
        {
            var chosen = MoveCount.Chosen(previous!.Node, other.Node);
            if (chosen > _mayMove)
            {
                touched.Result = embedder.Embed(_board, touched.Job, previous with { MayMoveMore = false });
                (_work, chosen) = (_work + touched.Result.Work, 0);
            }

            _mayMove -= chosen;
        }

        if (touched.Result.Embedding is { } embedding)
        {
            _board.Add(new PlacedJob(_board.Network, touched.Job, embedding), touched.Result.Settlement);
            _placed.Add(touched);
            _boardChanges++;
        }
        else if (previous is null)
        {
            touched.FailedAt = _boardChanges;
        }
    }

    /// <summary>Writes the proposal.</summary>
    /// <param name="policy">The policy's name, for the report.</param>
    /// <param name="seed">The seed, for the report.</param>
    /// <param name="work">Counted work, for the report.</param>
    public Proposal Write(string policy, ulong seed, long work)
    {
        _memory.End(_board.Jobs, _board.Shares);
        _board.Grant(_snapshot.Options.Objective);
        return new ProposalWriter(_snapshot, _board, _current, _touched, _memory).Write(_jobs, policy, seed, work);
    }
}
