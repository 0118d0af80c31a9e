using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Accelerators;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Policies;

/// <summary>
/// Lets any policy choose variants and share accelerators although it knows neither. Each round the policy plans a
/// snapshot in which every job has one form: the variants applied, and each task that holds accelerators restricted to
/// the nodes that have them free. After a round, jobs that wait go on to their next less accurate choice, and where
/// tasks took more accelerators than there are, one loses that node. Used once.
/// </summary>
internal sealed class PlanRounds
{
    /// <summary>Rounds in which single nodes are taken from tasks; beyond, whole jobs have to wait.</summary>
    public const int MaxRounds = 64;

    /// <summary>Most times that a plan with waiting jobs is made anew from what came out.</summary>
    public const int MaxPasses = 4;

    private readonly NetworkSnapshot _snapshot;
    private readonly Func<NetworkSnapshot, Proposal> _plan;
    private readonly SortedDictionary<JobId, SnapshotJob> _jobs = [];
    private readonly SortedDictionary<JobId, JobForm> _forms = [];
    private readonly AcceleratorStock _stock;
    private long _work;

    private PlanRounds(NetworkSnapshot snapshot, Func<NetworkSnapshot, Proposal> plan)
    {
        (_snapshot, _plan) = (snapshot, plan);
        foreach (var job in snapshot.Jobs)
        {
            _jobs.TryAdd(job.Id, job);
        }

        var current = snapshot.Current.Where(p => _jobs.ContainsKey(p.Job)).DistinctBy(p => p.Job).ToList();
        _stock = new AcceleratorStock(snapshot, current, _jobs);
        var plans = current.ToDictionary(p => p.Job);
        foreach (var job in _jobs.Values.Where(IsSpecial))
        {
            _forms.Add(job.Id, new JobForm(job, plans.GetValueOrDefault(job.Id), snapshot, _stock));
        }
    }

    /// <summary>Plans; where no job has variants, accelerators or an accuracy to keep, in one round as the policy
    /// does.</summary>
    /// <param name="snapshot">The input.</param>
    /// <param name="plan">The policy.</param>
    public static Proposal Run(NetworkSnapshot snapshot, Func<NetworkSnapshot, Proposal> plan) =>
        snapshot.Jobs.Any(IsSpecial) ? Settled(snapshot, plan) : plan(snapshot);

    /// <summary>
    /// Plans, and as long as a job with variants or accelerators waits, once more from what came out: what it waits for
    /// is then said of the plan as it is, and planning again changes nothing.
    /// </summary>
    private static Proposal Settled(NetworkSnapshot snapshot, Func<NetworkSnapshot, Proposal> plan)
    {
        var special = snapshot.Jobs.Where(IsSpecial).Select(j => j.Id).ToHashSet();
        var proposal = new PlanRounds(snapshot, plan).Run();
        for (var pass = 0; pass < MaxPasses && proposal.Waiting.Any(w => special.Contains(w.Job)); pass++)
        {
            var next = new PlanRounds(snapshot with { Current = proposal.Jobs }, plan).Run();
            var isSettled = next.Changed.Count == 0 && next.Waiting.SequenceEqual(proposal.Waiting);
            proposal = isSettled ? proposal : After(proposal, next);
            if (next.Changed.Count == 0)
            {
                break;
            }
        }

        return proposal;
    }

    private static Proposal After(Proposal first, Proposal next)
    {
        var told = next.Waiting.Except(first.Waiting).Select(w => w.Job).Concat(next.Changed).ToHashSet();
        var planned = next.Jobs.Select(p => p.Job).ToHashSet();
        return next with
        {
            Changed = [.. first.Changed.Concat(next.Changed).Where(planned.Contains).Distinct().Order()],
            Report = next.Report with
            {
                Work = first.Report.Work + next.Report.Work,
                Moves = first.Report.Moves,
                Jobs = [.. first.Report.Jobs.Where(r => !told.Contains(r.Job))
                    .Concat(next.Report.Jobs.Where(r => told.Contains(r.Job))).OrderBy(r => r.Job)],
            },
        };
    }

    /// <summary>Whether a job has variants, accelerators or an accuracy to keep.</summary>
    public static bool IsSpecial(SnapshotJob job) => job.Demand.Accuracy is not null
        || job.Tasks.Any(t => t.Variants is { Count: > 0 } || t.Accelerators is { Count: > 0 });

    private Proposal Run()
    {
        for (var round = 0; ; round++)
        {
            var proposal = _plan(Effective());
            _work += proposal.Report.Work;
            var again = Lower(proposal);
            again |= Resolve(proposal, mayBan: round < MaxRounds);
            if (!again)
            {
                return Finish(proposal);
            }
        }
    }

    private NetworkSnapshot Effective() => _snapshot with
    {
        Jobs = [.. _snapshot.Jobs.Select(j => _forms.TryGetValue(j.Id, out var form) ? form.Effective() : j)],
        Current = [.. _snapshot.Current.Where(p => !_forms.TryGetValue(p.Job, out var form) || form.KeepsPlan)],
    };

    private bool Lower(Proposal proposal)
    {
        var lowered = false;
        foreach (var waiting in proposal.Waiting)
        {
            lowered |= _forms.TryGetValue(waiting.Job, out var form) && form.TryLower(waiting.Pointer);
        }

        return lowered;
    }

    /// <summary>
    /// Takes what is in excess from as many tasks as needed: of jobs that move rather than of those that stay, of low
    /// priority first, then of the task with most other nodes, then of the latest.
    /// </summary>
    private bool Resolve(Proposal proposal, bool mayBan)
    {
        var changed = proposal.Changed.ToHashSet();
        var found = false;
        foreach (var excess in AcceleratorStock.Excesses(_snapshot, _jobs, proposal.Jobs))
        {
            found = true;
            var over = excess.Holders.Sum(h => (long)h.Task.Accelerators![excess.Name]) - excess.Has;
            var losers = excess.Holders.Select((holder, order) => (holder.Job, holder.Task, Order: order))
                .OrderByDescending(h => changed.Contains(h.Job)).ThenBy(h => _jobs[h.Job].Demand.Priority)
                .ThenByDescending(h => _forms[h.Job].NodesLeft(h.Task.Id)).ThenByDescending(h => h.Order);
            foreach (var (job, task, _) in losers.ToList())
            {
                if (over <= 0)
                {
                    break;
                }

                over -= task.Accelerators![excess.Name];
                if (mayBan)
                {
                    _forms[job].Ban(task, excess.Node);
                }
                else
                {
                    _forms[job].Block(task, "the accelerators it needs are taken by others");
                }
            }
        }

        return found;
    }

    private Proposal Finish(Proposal proposal)
    {
        var changed = proposal.Changed.ToHashSet();
        return proposal with
        {
            Jobs = [.. proposal.Jobs.Select(p =>
                changed.Contains(p.Job) && _forms.TryGetValue(p.Job, out var form) ? form.Named(p) : p)],
            Waiting = [.. proposal.Waiting.Select(w =>
                _forms.TryGetValue(w.Job, out var form) ? form.Explain(w) : w)],
            Report = proposal.Report with
            {
                Work = _work,
                Jobs = [.. proposal.Report.Jobs.Select(r =>
                    _forms.TryGetValue(r.Job, out var form) ? form.Explain(r) : r)],
            },
        };
    }
}
