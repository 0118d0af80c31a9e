using EdgeFlow.Domain.Applications;
using EdgeFlow.Planning.Baselines.Placement;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// One period of ENTS Algorithms 3 and 4, for every baseline: jobs that run keep their nodes (Q_run), jobs that wait
/// are placed in the order of their ids (Q_wait, first come first served; A15: one that cannot be placed is skipped),
/// then flows are routed and split, then rates follow. Required rates and latency bounds, which the thesis does not
/// know, are kept by trying one job at a time: it waits if anybody would lack something with it. Waiting jobs are tried
/// until a pass places none, so that planning again changes nothing. Batch jobs wait: the thesis has none. Used
/// once.
/// </summary>
internal sealed class BaselineSession
{
    private readonly NetworkSnapshot _snapshot;
    private readonly Ledger _ledger;
    private readonly IPlacementRule _placement;
    private readonly INetworkRule _rule;
    private readonly SortedDictionary<string, BaselineJob> _running = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, BaselineJob> _waiting = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (BaselineJob Job, Refusal Why)> _refused = new(StringComparer.Ordinal);

    /// <summary>Prepares a session.</summary>
    /// <param name="snapshot">The input.</param>
    /// <param name="ledger">Everything free.</param>
    /// <param name="placement">How nodes are chosen.</param>
    /// <param name="rule">How flows are carried.</param>
    public BaselineSession(NetworkSnapshot snapshot, Ledger ledger, IPlacementRule placement, INetworkRule rule) =>
        (_snapshot, _ledger, _placement, _rule) = (snapshot, ledger, placement, rule);

    /// <summary>Plans.</summary>
    /// <param name="policy">The policy's name, for the report.</param>
    /// <param name="seed">The seed, for the report.</param>
    public Proposal Run(string policy, ulong seed)
    {
        ReadJobs();
        SendBackLacking();
        if (!PlaceTogether())
        {
            PlaceOneByOne();
        }

        return new BaselineWriter(_snapshot, _ledger).Write(
            policy, seed, [.. _running.Values], [.. _refused.Values.Select(r => (r.Job, r.Why))]);
    }

    private void ReadJobs()
    {
        var plans = _snapshot.Current.GroupBy(p => p.Job).ToDictionary(g => g.Key, g => g.First());
        foreach (var source in _snapshot.Jobs.OrderBy(j => j.Id).DistinctBy(j => j.Id))
        {
            var indexed = new IndexedJob(source, _ledger.Network);
            var hasPlan = plans.TryGetValue(source.Id, out var plan);
            var defect = indexed.Defect ?? (indexed.Tasks.Length == 0 ? "it has no tasks" : null);
            var isBatch = source.Demand.Mode == JobMode.Batch;
            if (defect is not null || isBatch)
            {
                var why = defect is null ? new Refusal("/spec/mode", "this policy plans streams only")
                    : new Refusal("/spec/tasks", defect);
                _refused.Add(source.Id.Value, (new BaselineJob(indexed, null), why));
                continue;
            }

            var job = new BaselineJob(indexed, hasPlan ? CurrentPlan.Read(_ledger.Network, indexed, plan!) : null);
            (Keeps(job) ? _running : _waiting).Add(source.Id.Value, job);
        }
    }

    private bool Keeps(BaselineJob job)
    {
        if (job.Current?.Embedding is not { } embedding)
        {
            return false;
        }

        (job.Node, job.Routes) = (embedding.Node, [.. embedding.Routes]);
        var granted = job.Current.Plan.Allocations.GroupBy(a => a.Flow)
            .ToDictionary(g => g.Key, g => (double)g.First().Bandwidth.Value);
        job.Bandwidth = [.. job.Job.Flows.Select((f, k) => job.Routes[k]!.Links.Length == 0
            ? double.PositiveInfinity : granted.GetValueOrDefault(f.Id))];
        job.Ran = _ledger.HasMemory(job) && _rule.Keep(job);
        if (job.Ran)
        {
            _ledger.TakeMemory(job);
        }

        return job.Ran;
    }

    /// <summary>Jobs that ran and do not get what they require any more are placed anew, the last first.</summary>
    private void SendBackLacking()
    {
        while (Settle() is [.., var last])
        {
            Remove(last);
            last.Ran = false;
            _waiting.Add(last.Job.Id.Value, last);
        }
    }

    /// <summary>
    /// As printed: all waiting jobs are placed, then all flows split. It does where nobody has a bound of his own.
    /// </summary>
    /// <returns>Whether all is well; if not, the waiting jobs wait again.</returns>
    private bool PlaceTogether()
    {
        var asks = _running.Values.Concat(_waiting.Values)
            .Any(j => j.Job.RequiredRate > 0 || j.Job.Source.Demand.LatencyBound is not null);
        if (asks)
        {
            return false;
        }

        var before = _waiting.ToList();
        Pass(_ => null);
        if (Settle().Count == 0)
        {
            return true;
        }

        foreach (var (id, job) in before.Where(w => _running.ContainsKey(w.Key)))
        {
            Remove(job);
            _waiting.Add(id, job);
        }

        return false;
    }

    private void PlaceOneByOne()
    {
        Pass(job =>
        {
            if (Settle() is not [var first, ..])
            {
                return null;
            }

            var (pointer, reason) = BaselineRates.Complaint(_ledger.Network, job)
                ?? ("/spec/rate", $"beside it, {first.Job.Id} would not have what it requires");
            return new Refusal(pointer, reason);
        });
        Settle();
    }

    /// <summary>Places waiting jobs, again and again until none can be placed.</summary>
    /// <param name="objection">Why a job that was placed must not stay; null when it may.</param>
    private void Pass(Func<BaselineJob, Refusal?> objection)
    {
        // Each round but the last places one job at least, so there are no more rounds than jobs.
        for (var placed = true; placed;)
        {
            placed = false;
            foreach (var (id, job) in _waiting.ToList())
            {
                if (TryPlace(job, objection) is not { } refusal)
                {
                    _waiting.Remove(id);
                    _refused.Remove(id);
                    placed = true;
                    continue;
                }

                _refused[id] = (job, refusal);
                if (job.IsAtZero)
                {
                    _waiting.Remove(id);
                }

                if (_ledger.Readings.BlockBehindInfeasible)
                {
                    Block(id);
                    return;
                }
            }
        }
    }

    private void Block(string behind)
    {
        foreach (var (id, job) in _waiting.Where(w => string.CompareOrdinal(w.Key, behind) > 0))
        {
            _refused[id] = (job, new Refusal("/spec/tasks", $"waits its turn behind {behind}"));
        }
    }

    private Refusal? TryPlace(BaselineJob job, Func<BaselineJob, Refusal?> objection)
    {
        var (nodes, refusal) = _placement.Place(_ledger, job.Job);
        if (nodes is null)
        {
            return refusal;
        }

        job.Node = nodes;
        if (!_rule.Add(job))
        {
            job.IsAtZero = _ledger.Readings.AdmitAtZero;
            if (job.IsAtZero)
            {
                _ledger.TakeMemory(job);
            }

            return new Refusal("/spec/rate", "no path with bandwidth left joins the nodes chosen for its tasks");
        }

        _ledger.TakeMemory(job);
        _running.Add(job.Job.Id.Value, job);
        refusal = objection(job);
        if (refusal is not null)
        {
            Remove(job);
        }

        return refusal;
    }

    private void Remove(BaselineJob job)
    {
        _running.Remove(job.Job.Id.Value);
        _rule.Remove(job);
        _ledger.GiveMemory(job);
        job.Rate = 0;
    }

    /// <summary>Routes, splits and rates.</summary>
    /// <returns>The jobs that do not get what they require, by id.</returns>
    private IReadOnlyList<BaselineJob> Settle()
    {
        var jobs = _running.Values.ToList();
        _rule.Settle(jobs);
        return BaselineRates.Set(_ledger.Network, jobs);
    }
}
