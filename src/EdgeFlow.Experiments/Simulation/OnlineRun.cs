using System.Diagnostics;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Experiments.Simulation;

/// <summary>
/// Plays one instance against one policy, event by event: what happens is put into the snapshot, the policy plans, the
/// verifier checks, the plan is adopted. A placed job leaves when its lifetime is over, counted from its first
/// placement; one that is put back to wait keeps what is left. Used once.
/// </summary>
public sealed class OnlineRun
{
    /// <summary>Most decisions of a run; more means that time does not go on.</summary>
    public const int MostDecisions = 100_000;

    private readonly OnlineInstance _instance;
    private readonly IPolicy _policy;
    private readonly SortedDictionary<JobId, OnlineJob> _present = [];
    private readonly List<OnlineJob> _all = [];
    private readonly SortedSet<NodeId> _down = [];
    private readonly SortedDictionary<JobId, IReadOnlyList<NodeId>> _atZero = [];
    private IReadOnlyList<JobPlan> _current = [];
    private int _revision;
    private int _next;
    private double _now;
    private int _moved;
    private readonly List<double> _planningSeconds = [];

    /// <summary>Prepares.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="policy">The policy.</param>
    public OnlineRun(OnlineInstance instance, IPolicy policy) => (_instance, _policy) = (instance, policy);

    /// <summary>Plays until every job has left, or waits for ever.</summary>
    /// <exception cref="InvalidOperationException">The policy made a plan that the verifier refuses.</exception>
    public OnlineResult Play()
    {
        var horizon = Horizon();
        for (var decisions = 0; NextTime() is { } at && at <= horizon; decisions++)
        {
            if (decisions > MostDecisions)
            {
                throw new InvalidOperationException($"{decisions} decisions before {at} s of {horizon} s.");
            }

            PassTime(at);
            TakeEvents();
            Plan();
        }

        PassTime(horizon);
        return OnlineResult.Of(_instance, _all, _moved, _planningSeconds);
    }

    /// <summary>Waiting is cut off (censored) when every job could have run one after another twice.</summary>
    private double Horizon() => _instance.LastArrival + 2 * _instance.Lifetimes.Values.DefaultIfEmpty(0).Max();

    private double? NextTime()
    {
        var at = double.PositiveInfinity;
        if (_next < _instance.Events.Count)
        {
            at = _instance.Events[_next].At;
        }

        foreach (var job in _present.Values.Where(j => j.IsRunning))
        {
            at = Math.Min(at, _now + job.Left);
        }

        if (double.IsPositiveInfinity(at))
        {
            return null;
        }

        var period = _instance.Settings.Period;
        return period > 0 ? Math.Max(at, (Math.Floor(_now / period) + 1) * period) : at;
    }

    private void PassTime(double to)
    {
        foreach (var job in _present.Values)
        {
            job.Pass(to - _now);
        }

        _now = to;
    }

    private void TakeEvents()
    {
        foreach (var gone in _present.Values.Where(j => j.IsOver).ToList())
        {
            _present.Remove(gone.Job.Id);
            _atZero.Remove(gone.Job.Id);
        }

        for (; _next < _instance.Events.Count && _instance.Events[_next].At <= _now; _next++)
        {
            var happening = _instance.Events[_next];
            if (happening.Arrives is { } job)
            {
                var arrived = new OnlineJob(job, happening.At, _instance.Lifetimes[job.Id]);
                _present.Add(job.Id, arrived);
                _all.Add(arrived);
            }
            else if (happening.IsUp)
            {
                _down.Remove(happening.Node!.Value);
            }
            else
            {
                _down.Add(happening.Node!.Value);
            }
        }
    }

    private void Plan()
    {
        var network = _instance.Network;
        foreach (var lost in _atZero.Where(z => z.Value.Any(_down.Contains)).Select(z => z.Key).ToList())
        {
            _atZero.Remove(lost);
        }

        var snapshot = network with
        {
            Revision = _revision,
            Nodes = [.. network.Nodes.Where(n => !_down.Contains(n.Id)).Select(Left)],
            Links = [.. network.Links.Where(l => !_down.Contains(l.A) && !_down.Contains(l.B))],
            Jobs = [.. _present.Values.Select(j => j.Job).Where(j => !_atZero.ContainsKey(j.Id))],
            Current = [.. _current.Where(p => _present.ContainsKey(p.Job))],
        };
        var start = Stopwatch.GetTimestamp();
        var proposal = Planner.Plan(snapshot, (ulong)_revision, _policy);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _planningSeconds.Add(seconds);
        if (PlanVerifier.Check(snapshot, proposal) is [var first, ..])
        {
            throw new InvalidOperationException($"{_policy.Name} at {_now} s: {first}");
        }

        TakeAtZero(proposal);
        var rates = _instance.Settings.CountsMulticastOnce ? Multicast.Rates(snapshot, proposal, _policy)
            : proposal.Jobs.ToDictionary(p => p.Job, p => p.Rate.Value);
        Adopt(proposal, rates, seconds);
    }

    /// <summary>Jobs that the policy admits at rate 0 (A13): they wait, but each of their tasks has a node.</summary>
    private void TakeAtZero(Proposal proposal)
    {
        var waiting = proposal.Waiting.Select(w => w.Job).ToHashSet();
        foreach (var report in proposal.Report.Jobs.Where(r => waiting.Contains(r.Job) && r.Tasks.Count > 0))
        {
            NodeId[] nodes = [.. report.Tasks.Select(t => t.Chosen).OfType<NodeId>()];
            if (nodes.Length == report.Tasks.Count)
            {
                _atZero[report.Job] = nodes;
            }
        }
    }

    /// <summary>A node without the memory that jobs at rate 0 hold.</summary>
    private SnapshotNode Left(SnapshotNode node)
    {
        var held = _atZero.Sum(z => _present[z.Key].Job.Tasks.Zip(z.Value)
            .Where(t => t.Second == node.Id).Sum(t => t.First.Memory.Value));
        return held == 0 ? node : node with
        {
            Capacity = node.Capacity with { Memory = new Bytes(node.Capacity.Memory.Value - held) },
        };
    }

    private void Adopt(Proposal proposal, IReadOnlyDictionary<JobId, double> rates, double seconds)
    {
        var before = _current.ToDictionary(p => p.Job);
        var plans = proposal.Jobs.ToDictionary(p => p.Job);
        foreach (var job in _present.Values)
        {
            var plan = plans.GetValueOrDefault(job.Job.Id);
            if (plan is not null && before.TryGetValue(job.Job.Id, out var old))
            {
                _moved += plan.Placements.Except(old.Placements).Count();
            }

            var rate = _atZero.ContainsKey(job.Job.Id) ? 0 : plan is null ? (double?)null : rates[job.Job.Id];
            job.Set(rate, _now, seconds, _now >= _instance.LastArrival);
        }

        (_current, _revision) = (proposal.Jobs, _revision + 1);
    }
}
