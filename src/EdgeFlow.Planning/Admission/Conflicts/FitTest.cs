using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Accelerators;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Admission.Conflicts;

/// <summary>
/// Asks whether one job would have a place beside the jobs of a proposal. Those stay where they are; under
/// <see cref="Objective.Admission"/> they hold what they were granted, else what they require, since above that they
/// yield. A required rate is tried as it is, none as an unmeasurable one. That no place is found is proof where a task
/// has no node at all, and else as good as the search. Work is counted; once it is spent, every answer is no. Mutable;
/// one owner.
/// </summary>
internal sealed class FitTest
{
    // What one test may look for: a part of what admission does, since most answers are no.
    private static readonly AdmissionLimits s_limits =
        AdmissionLimits.Default with { Work = 6_000, Starts = 2, IdleRounds = 2 };

    // Part of a node kept free, and bits a second for each flow that crosses a link, so that what fits here also fits
    // where shares are computed in fractions and rounded.
    private const long Slack = FixedDemand.WholeNode >> 28;
    private const long BitsAFlow = 1;

    private readonly NetworkSnapshot _snapshot;
    private readonly IndexedNetwork _network;
    private readonly RequestPlacer _placer;
    private readonly AcceleratorStock _stock;
    private readonly long _most;

    /// <summary>Prepares the test.</summary>
    /// <param name="snapshot">The network.</param>
    /// <param name="proposal">The jobs placed there.</param>
    /// <param name="job">The job that is asked about.</param>
    /// <param name="most">Work to be spent in all.</param>
    public FitTest(NetworkSnapshot snapshot, Proposal proposal, SnapshotJob job, long most)
    {
        (_snapshot, _most) = (snapshot, most);
        _network = new IndexedNetwork(snapshot);
        var left = new Residuals(_network);
        for (var r = 0; r < left.Bandwidth.Length; r++)
        {
            left.Bandwidth[r] -= BitsAFlow * job.Flows.Count;
        }

        for (var u = 0; u < left.Compute.Length; u++)
        {
            left.Compute[u] -= Slack;
        }

        var jobs = ById.FirstOfEach(snapshot.Jobs, j => j.Id).ToDictionary(j => j.Id);
        foreach (var plan in proposal.Jobs.Where(p => jobs.ContainsKey(p.Job)))
        {
            Charge(left, new IndexedJob(jobs[plan.Job], _network), plan);
        }

        _placer = new RequestPlacer(left, s_limits);
        _stock = new AcceleratorStock(snapshot, proposal.Jobs, jobs);
    }

    /// <summary>Counted work.</summary>
    public long Work { get; private set; }

    /// <summary>Whether no work is left.</summary>
    public bool IsSpent => Work >= _most;

    /// <summary>Where a job would go; null when no place was found.</summary>
    public HeldJob? Find(SnapshotJob source)
    {
        if (IsSpent)
        {
            return null;
        }

        // Whatever it is, it costs a look at every node for every task.
        Work += (long)_network.NodeCount * source.Tasks.Count;
        if (source.Tasks.Any(t => t.Accelerators is { Count: > 0 }))
        {
            source = source with { Tasks = [.. source.Tasks.Select(t => WithAccelerators(source, t))] };
        }

        var stream = source with { Demand = source.Demand with { Mode = JobMode.Stream } };
        var job = new IndexedJob(stream, _network);
        var (held, _, work) = _placer.Place(job, job.RequiredRate, epoch: 0, seed: 0);
        Work += work;
        return held;
    }

    // A node that cannot be stands for none: an empty list would mean any.
    private SnapshotTask WithAccelerators(SnapshotJob job, SnapshotTask task)
    {
        if (task.Accelerators is not { Count: > 0 })
        {
            return task;
        }

        var having = _snapshot.Nodes.Where(n => _stock.Missing(job.Id, task, n) is null).Select(n => n.Id)
            .Where(n => task.Constraints.Nodes.Count == 0 || task.Constraints.Nodes.Contains(n)).ToList();
        return task with
        {
            Constraints = task.Constraints with { Nodes = having.Count > 0 ? having : [new Domain.Ids.NodeId("~")] },
        };
    }

    private void Charge(Residuals left, IndexedJob job, JobPlan plan)
    {
        if (CurrentPlan.Read(_network, job, plan).Embedding is not { } embedding)
        {
            return;
        }

        var placed = new PlacedJob(_network, job, embedding);
        var holdsAll = _snapshot.Options.Objective == Objective.Admission || !job.IsStream;
        var granted = plan.Allocations.GroupBy(a => a.Flow).ToDictionary(g => g.Key, g => g.First().Bandwidth.Value);
        var rate = holdsAll ? plan.Rate.Value : job.RequiredRate;
        var bandwidth = holdsAll
            ? [.. job.Flows.Select(f => granted.GetValueOrDefault(f.Id))]
            : Array.ConvertAll(placed.Bandwidths(rate), b => b + BitsAFlow);
        left.Charge(job, embedding, rate, bandwidth, +1);
    }
}
