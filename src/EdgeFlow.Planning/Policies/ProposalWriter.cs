using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Policies;

/// <summary>Writes down what a session has decided: plans, what changed, who waits, the report. Used once.</summary>
/// <param name="snapshot">The input.</param>
/// <param name="board">All jobs placed.</param>
/// <param name="current">The jobs that had a plan in force, by id.</param>
/// <param name="touched">The jobs that had to be embedded, by id.</param>
/// <param name="memory">Where the plans written are kept.</param>
internal sealed class ProposalWriter(
    NetworkSnapshot snapshot, Board board, Dictionary<string, RunningJob> current,
    SortedDictionary<string, Touched> touched, PlanMemory memory)
{
    private readonly ReportWriter _reports = new(board);
    private readonly MoveCount _moves = new();
    private readonly List<JobPlan> _plans = new(board.Jobs.Count);
    private readonly List<JobId> _changed = [];

    /// <summary>Writes.</summary>
    /// <param name="jobs">All jobs of the snapshot.</param>
    /// <param name="policy">The policy's name, for the report.</param>
    /// <param name="seed">The seed, for the report.</param>
    /// <param name="work">Counted work, for the report.</param>
    public Proposal Write(IReadOnlyList<IndexedJob> jobs, string policy, ulong seed, long work)
    {
        var writer = new PlanWriter(board, snapshot.Revision + 1);
        for (var position = 0; position < board.Jobs.Count; position++)
        {
            WritePlaced(writer, position);
        }

        var waiting = new List<WaitingJob>();
        foreach (var stuck in touched.Values.Where(t => t.Result?.Embedding is null))
        {
            var refusal = stuck.Result!.Refusal!;
            waiting.Add(new WaitingJob(stuck.Job.Id, refusal.Pointer, refusal.Reason));
            _reports.AddWaiting(stuck);
        }

        var value = snapshot.Options.Objective == Objective.Makespan ? MakespanValue(writer, jobs) : Value(jobs);
        var report = new PlanReport(policy, seed, value, null, work, _reports.Reports, Moves: _moves.Report());
        return new Proposal(snapshot.Revision, _plans, _changed, waiting, report);
    }

    private void WritePlaced(PlanWriter writer, int position)
    {
        var placed = board.Jobs[position];
        var running = current.GetValueOrDefault(placed.Job.Id.Value);
        var plan = writer.Write(position, running);
        var isChanged = !ReferenceEquals(plan, running?.Current.Plan);
        var why = touched.GetValueOrDefault(placed.Job.Id.Value);
        _plans.Add(plan);
        if (running is not null)
        {
            // Whoever moves a job that nothing has touched does so by choice.
            _moves.Add(placed, why is null || why.Result?.IsChoice == true, running, isChanged);
        }

        if (isChanged)
        {
            _changed.Add(plan.Job);
            memory.Keep(placed, plan);
        }

        _reports.Add(position, plan, running?.Current.Plan, why);
    }

    private double MakespanValue(PlanWriter writer, IReadOnlyList<IndexedJob> jobs)
    {
        var ends = jobs.Where(j => !j.IsStream).ToDictionary(j => j.Id, _ => double.PositiveInfinity);
        for (var position = 0; position < board.Jobs.Count; position++)
        {
            if (!board.Jobs[position].Job.IsStream)
            {
                ends[_plans[position].Job] = writer.EndsAfter(position, _plans[position]);
            }
        }

        return ObjectiveValue.OfMakespan(ends.Values);
    }

    private double Value(IReadOnlyList<IndexedJob> jobs)
    {
        IndexedJob[] streams = [.. jobs.Where(j => j.IsStream)];
        var rates = new double[streams.Length];
        var next = 0;
        for (var k = 0; k < streams.Length; k++)
        {
            // Both are in the order of ids; a stream without a plan waits, at rate 0.
            while (next < _plans.Count && _plans[next].Job.CompareTo(streams[k].Id) < 0)
            {
                next++;
            }

            rates[k] = next < _plans.Count && _plans[next].Job == streams[k].Id ? _plans[next].Rate.Value : 0;
        }

        return ObjectiveValue.Of(snapshot.Options.Objective, streams, rates);
    }
}
