using EdgeFlow.Domain.Ids;
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

    private readonly NetworkSnapshot _snapshot;
    private readonly IEmbedder _streams;
    private readonly IEmbedder _batches;
    private readonly Board _board;
    private readonly IndexedJob[] _jobs;
    private readonly Dictionary<string, CurrentPlan> _current = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Touched> _touched = new(StringComparer.Ordinal);
    private long _work;
    private int _boardChanges;

    /// <summary>Prepares a session.</summary>
    /// <param name="snapshot">The input.</param>
    /// <param name="streams">Embeds stream jobs.</param>
    /// <param name="batches">Embeds batch jobs.</param>
    public PlanSession(NetworkSnapshot snapshot, IEmbedder streams, IEmbedder batches)
    {
        (_snapshot, _streams, _batches) = (snapshot, streams, batches);
        _board = new Board(new IndexedNetwork(snapshot));
        _jobs = [.. snapshot.Jobs.OrderBy(j => j.Id).DistinctBy(j => j.Id)
            .Select(j => new IndexedJob(j, _board.Network))];
    }

    /// <summary>All jobs placed.</summary>
    public Board Board => _board;

    /// <summary>Counted work so far.</summary>
    public long Work => _work;

    /// <summary>Whether there was anything to decide: new, waiting or touched jobs.</summary>
    public bool IsTouched => _touched.Count > 0;

    /// <summary>Where the tasks of a job run, -1 for those that cannot stay; null for a job without a plan.</summary>
    public int[]? PreviousOf(IndexedJob job) => _current.GetValueOrDefault(job.Id.Value)?.Previous;

    /// <summary>Plans.</summary>
    /// <param name="policy">The policy's name, for the report.</param>
    /// <param name="seed">The seed, for the report.</param>
    public Proposal Run(string policy, ulong seed)
    {
        Place();
        return Write(policy, seed, _work);
    }

    /// <summary>Puts jobs that are on the board elsewhere.</summary>
    public void MoveTo(IReadOnlyList<PlacedJob> jobs)
    {
        foreach (var job in jobs)
        {
            var before = _board.Jobs.First(j => j.Job == job.Job);
            _board.Remove(before);
            _board.Add(job);
            if (_touched.TryGetValue(job.Job.Id.Value, out var touched) && !before.Embedding.SameAs(job.Embedding))
            {
                // What was said of the candidates was about another placement.
                touched.Result = new EmbedResult(job.Embedding, null, [], 0);
            }
        }
    }

    /// <summary>Reads the plans in force and places what must be placed.</summary>
    public void Place()
    {
        ReadCurrent();
        foreach (var (job, reason) in new Touch(_board, _current).Run())
        {
            var current = _current[job.Job.Id.Value];
            _touched.Add(job.Job.Id.Value, new Touched(job.Job, current.Previous, reason));
        }

        PlaceAll();
        if (Refine())
        {
            PlaceAll();
        }
    }

    private void ReadCurrent()
    {
        var plans = _snapshot.Current.GroupBy(p => p.Job).ToDictionary(g => g.Key, g => g.First());
        foreach (var job in _jobs)
        {
            if (job.Defect is not null || job.Tasks.Length == 0)
            {
                var defect = job.Defect ?? "it has no tasks";
                _touched.Add(job.Id.Value, new Touched(job, null, "not a DAG")
                {
                    Result = new EmbedResult(null, new Refusal("/spec/tasks", defect), [], 0),
                    IsHopeless = true,
                });
            }
            else if (!plans.TryGetValue(job.Id, out var plan))
            {
                _touched.Add(job.Id.Value, new Touched(job, null, "new or waiting"));
            }
            else
            {
                var current = CurrentPlan.Read(_board.Network, job, plan);
                _current.Add(job.Id.Value, current);
                if (current.Embedding is { } embedding)
                {
                    _board.Add(new PlacedJob(_board.Network, job, embedding));
                }
                else
                {
                    _touched.Add(job.Id.Value, new Touched(job, current.Previous, current.Broken!));
                }
            }
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
        for (var pass = 0; pass < RefiningPasses && fresh.Count is > 1 and <= MostRefined; pass++)
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

    private void RefineOne(Touched touched)
    {
        var placed = _board.Jobs.First(j => j.Job == touched.Job);
        var worth = _board.Shares.Worth;
        _board.Remove(placed);
        var result = _streams.Embed(_board, touched.Job, touched.Previous);
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

    private void Place(Touched touched, int[]? previous)
    {
        var embedder = touched.Job.IsStream ? _streams : _batches;
        touched.Result = embedder.Embed(_board, touched.Job, previous);
        _work += touched.Result.Work;
        if (touched.Result.Embedding is { } embedding)
        {
            _board.Add(new PlacedJob(_board.Network, touched.Job, embedding));
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
        var writer = new PlanWriter(_board, _snapshot.Revision + 1);
        var reports = new ReportWriter(_board);
        var plans = new List<JobPlan>();
        var changed = new List<JobId>();
        foreach (var (placed, position) in _board.Jobs.Select((j, k) => (j, k)))
        {
            var current = _current.GetValueOrDefault(placed.Job.Id.Value);
            var plan = writer.Write(position, current);
            plans.Add(plan);
            if (!ReferenceEquals(plan, current?.Plan))
            {
                changed.Add(plan.Job);
            }

            reports.Add(position, plan, current?.Plan, _touched.GetValueOrDefault(placed.Job.Id.Value));
        }

        var waiting = new List<WaitingJob>();
        foreach (var touched in _touched.Values.Where(t => t.Result?.Embedding is null))
        {
            var refusal = touched.Result!.Refusal!;
            waiting.Add(new WaitingJob(touched.Job.Id, refusal.Pointer, refusal.Reason));
            reports.AddWaiting(touched);
        }

        var rates = plans.ToDictionary(p => p.Job, p => p.Rate.Value);
        IndexedJob[] streams = [.. _jobs.Where(j => j.IsStream)];
        var objective = ObjectiveValue.Of(
            _snapshot.Options.Objective, streams, [.. streams.Select(j => rates.GetValueOrDefault(j.Id))]);
        return new Proposal(
            _snapshot.Revision, plans, changed, waiting,
            new PlanReport(policy, seed, objective, null, work, reports.Reports));
    }
}
