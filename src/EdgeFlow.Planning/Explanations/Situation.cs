using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Variants;

namespace EdgeFlow.Planning.Explanations;

/// <summary>The plans in force of a snapshot on a board, each job in the form that its plan runs.</summary>
internal sealed class Situation
{
    private readonly SortedDictionary<JobId, CurrentPlan> _plans = [];

    /// <summary>Reads the plans in force.</summary>
    public Situation(NetworkSnapshot snapshot)
    {
        Snapshot = FormInForce.Of(snapshot);
        Board = new Board(new IndexedNetwork(Snapshot));
        var jobs = Snapshot.Jobs.DistinctBy(j => j.Id).ToDictionary(j => j.Id);
        foreach (var plan in Snapshot.Current.DistinctBy(p => p.Job).Where(p => jobs.ContainsKey(p.Job)))
        {
            var job = new IndexedJob(jobs[plan.Job], Board.Network);
            if (job.Defect is not null || job.Tasks.Length == 0)
            {
                continue;
            }

            var current = CurrentPlan.Read(Board.Network, job, plan);
            _plans[plan.Job] = current;
            if (current.Embedding is { } embedding)
            {
                Board.Add(new PlacedJob(Board.Network, job, embedding));
            }
        }

        Board.Grant(Snapshot.Options.Objective);
    }

    /// <summary>The snapshot with the variants in force applied.</summary>
    public NetworkSnapshot Snapshot { get; }

    /// <summary>The jobs whose plans hold, by id.</summary>
    public Board Board { get; }

    /// <summary>Where a job stands on the board; -1 when it has no plan that holds.</summary>
    public int PositionOf(JobId job)
    {
        for (var position = 0; position < Board.Jobs.Count; position++)
        {
            if (Board.Jobs[position].Job.Id == job)
            {
                return position;
            }
        }

        return -1;
    }

    /// <summary>The plan in force of a job; null when it has none.</summary>
    public JobPlan? PlanOf(JobId job) => _plans.GetValueOrDefault(job)?.Plan;

    /// <summary>Why the plan of a job does not hold any more; null when it holds or there is none.</summary>
    public string? BrokenOf(JobId job) => _plans.GetValueOrDefault(job)?.Broken;

    /// <summary>How full everything is at the rates in force.</summary>
    public Fills Fills() => new(
        Board.Network, Board.Jobs, [.. Board.Jobs.Select(j => _plans[j.Job.Id].Plan.Rate.Value)],
        [.. Board.Jobs.Select(Granted)]);

    private long[] Granted(PlacedJob job)
    {
        var granted = _plans[job.Job.Id].Plan.Allocations.GroupBy(a => a.Flow)
            .ToDictionary(g => g.Key, g => g.First().Bandwidth.Value);
        return Array.ConvertAll(job.Job.Flows, f => granted.GetValueOrDefault(f.Id));
    }
}
