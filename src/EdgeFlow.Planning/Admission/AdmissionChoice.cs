using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Admission;

/// <summary>
/// Which of several jobs to accept beside those in force, for the most revenue. The first answer is greedy, by priority
/// and revenue, smallest first, and by id; the best of these orders is improved by offering a refused job before all
/// others, as long as that gains; and where there are no more than <see cref="MostExact"/> jobs, all subsets are looked
/// through by branch and bound, exact but for the places that the search for one job does not find. Each embedding is
/// counted work; when that is spent, the best so far counts. Used once.
/// </summary>
internal sealed class AdmissionChoice
{
    /// <summary>Most jobs of which all subsets are looked through.</summary>
    public const int MostExact = 12;

    /// <summary>Work for improving the greedy answer, in searches for one job at their limit.</summary>
    public const int MostSearches = 64;

    private const double LeastGain = 1e-9;

    private readonly AdmissionBoard _board;
    private readonly IReadOnlyList<IndexedJob> _jobs;
    private readonly double[] _revenue;
    private readonly ulong _seed;
    private readonly long _most;
    private List<HeldJob> _best = [];
    private double _bestRevenue = -1;

    /// <summary>Prepares a choice.</summary>
    /// <param name="board">The jobs in force.</param>
    /// <param name="jobs">The jobs to choose from, by id.</param>
    /// <param name="seed">Seed of the searches.</param>
    /// <param name="limits">How hard to search for one job.</param>
    public AdmissionChoice(AdmissionBoard board, IReadOnlyList<IndexedJob> jobs, ulong seed, AdmissionLimits limits)
    {
        (_board, _jobs, _seed) = (board, jobs, seed);
        _revenue = [.. jobs.Select(j => AdmissionPolicy.Revenue(j, AdmissionBoard.RateOf(j)))];
        _most = MostSearches * limits.Work;
    }

    /// <summary>Counted work.</summary>
    public long Work { get; private set; }

    /// <summary>When none was accepted: why each is refused, by id.</summary>
    public IReadOnlyList<WaitingJob> Waiting { get; private set; } = [];

    /// <summary>Chooses, and puts the jobs chosen on the board.</summary>
    /// <returns>How many were accepted.</returns>
    public int Run()
    {
        var all = Enumerable.Range(0, _jobs.Count).ToArray();
        int[] byRevenue = [.. all.OrderByDescending(j => _jobs[j].Weight).ThenByDescending(j => _revenue[j])];
        var best = byRevenue;
        int[][] orders = [byRevenue, [.. all.OrderByDescending(j => _jobs[j].Weight).ThenBy(j => _revenue[j])], all];
        foreach (var order in _jobs.Count > 1 ? orders : [all])
        {
            if (Try(order))
            {
                best = order;
            }

            if (_best.Count == _jobs.Count || _best.Count == 0)
            {
                // All or nothing: where the first order finds no place for any job, no other does.
                break;
            }
        }

        if (_best.Count > 0 && _best.Count < _jobs.Count)
        {
            Promote(best);
            if (_jobs.Count <= MostExact)
            {
                Branch(byRevenue, 0, 0, []);
            }
        }

        _best.ForEach(_board.Add);
        return _best.Count;
    }

    /// <summary>Offers all in an order, keeps the result if it is better, and takes all off again.</summary>
    private bool Try(int[] order)
    {
        var (accepted, refused, revenue) = (new List<HeldJob>(), new List<WaitingJob>(), 0.0);
        foreach (var j in order)
        {
            if (Offer(j, refused))
            {
                accepted.Add(_board.Held[_jobs[j].Id]);
                revenue += _revenue[j];
            }
        }

        accepted.ForEach(h => _board.Release(h.Job.Id));
        return Keep(accepted, refused, revenue);
    }

    private bool Offer(int j, List<WaitingJob>? refused)
    {
        var answer = _board.Offer(_jobs[j], _seed, isRunning: false);
        Work += answer.Work;
        if (answer.Refusal is { } refusal)
        {
            refused?.Add(refusal);
        }

        return answer.Plan is not null;
    }

    private bool Keep(List<HeldJob> accepted, List<WaitingJob> refused, double revenue)
    {
        var isBetter = revenue > _bestRevenue * (1 + LeastGain)
            || (revenue >= _bestRevenue && accepted.Count > _best.Count);
        if (isBetter || _bestRevenue < 0)
        {
            (_best, _bestRevenue) = (accepted, revenue);
            Waiting = [.. refused.OrderBy(w => w.Job)];
            return true;
        }

        return false;
    }

    /// <summary>Offers each refused job before all others, the dearest first.</summary>
    private void Promote(int[] order)
    {
        for (var gained = true; gained && Work < _most;)
        {
            gained = false;
            var refused = Waiting.Select(w => w.Job).ToHashSet();
            foreach (var j in order.Where(j => refused.Contains(_jobs[j].Id)).OrderByDescending(j => _revenue[j]))
            {
                int[] next = [j, .. order.Where(other => other != j)];
                if (Work < _most && Try(next))
                {
                    (order, gained) = (next, true);
                    break;
                }
            }
        }
    }

    /// <summary>With the job at a position, then without it; never where all that is left would not suffice.</summary>
    private void Branch(int[] order, int position, double revenue, List<HeldJob> accepted)
    {
        if (position == order.Length)
        {
            Keep([.. accepted], [], revenue);
            return;
        }

        var left = 0.0;
        for (var k = position; k < order.Length; k++)
        {
            left += _revenue[order[k]];
        }

        if (Work >= _most || revenue + left <= _bestRevenue * (1 + LeastGain))
        {
            return;
        }

        if (Offer(order[position], refused: null))
        {
            var held = _board.Held[_jobs[order[position]].Id];
            accepted.Add(held);
            Branch(order, position + 1, revenue + _revenue[order[position]], accepted);
            accepted.RemoveAt(accepted.Count - 1);
            _board.Release(held.Job.Id);
        }

        Branch(order, position + 1, revenue, accepted);
    }
}
