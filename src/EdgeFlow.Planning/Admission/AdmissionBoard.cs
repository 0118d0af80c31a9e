using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Admission;

/// <summary>
/// A network with the jobs in force on it, to which jobs are offered one after the other: each is taken whole at its
/// required rate or not at all, and nobody else moves. What a job holds it holds until it is released. The answer to an
/// offer depends on the network, the jobs in force, the job and the seed alone, not on what happened before. Mutable;
/// one owner; not thread-safe.
/// </summary>
public sealed class AdmissionBoard
{
    /// <summary>Rate, in frames a second, of a job that neither requires nor wishes one.</summary>
    public const double UsualRate = 1;

    private readonly IndexedNetwork _network;
    private readonly Residuals _left;
    private readonly RequestPlacer _placer;
    private readonly AdmissionLimits _limits;
    private readonly SortedDictionary<JobId, HeldJob> _held = [];
    private readonly List<(IndexedJob Job, string Reason)> _lost = [];
    private Int128 _volume;
    private Int128 _taken;

    /// <summary>Reads a network and the jobs that have a plan in force there.</summary>
    /// <param name="snapshot">The network, jobs and plans; a job without a plan is not on the board.</param>
    /// <param name="limits">How hard to search; null for the usual.</param>
    public AdmissionBoard(NetworkSnapshot snapshot, AdmissionLimits? limits = null)
    {
        _limits = limits ?? AdmissionLimits.Default;
        _network = new IndexedNetwork(snapshot);
        _left = new Residuals(_network);
        _placer = new RequestPlacer(_left, _limits);
        Epoch = snapshot.Revision + 1;
        ReadCurrent(snapshot);
        while (Overloaded() is { } resource && Victim(resource) is { } victim)
        {
            Remove(victim);
            _lost.Add((victim.Job, $"{_network.Describe(resource)} does not hold its jobs any more"));
        }
    }

    /// <summary>Epoch of the plans that are made.</summary>
    public int Epoch { get; }

    /// <summary>The jobs in force, by id.</summary>
    internal IReadOnlyDictionary<JobId, HeldJob> Held => _held;

    /// <summary>The jobs whose plan in force does not hold any more, and why.</summary>
    internal IReadOnlyList<(IndexedJob Job, string Reason)> Lost => _lost;

    /// <summary>The network.</summary>
    internal IndexedNetwork Network => _network;

    /// <summary>What the jobs in force leave.</summary>
    internal Residuals Left => _left;

    /// <summary>Offers a job that is not on the board.</summary>
    /// <param name="job">The job.</param>
    /// <param name="seed">Seed of the search's random choices.</param>
    /// <returns>Its plan, in force at once, or why it is refused.</returns>
    /// <exception cref="ArgumentException">The job is on the board already.</exception>
    public AdmissionAnswer Offer(SnapshotJob job, ulong seed) =>
        Offer(new IndexedJob(job, _network), seed, isRunning: false);

    /// <summary>Takes a job off the board; what it held is free again. Does nothing when it is not there.</summary>
    public void Release(JobId job)
    {
        if (_held.TryGetValue(job, out var held))
        {
            Remove(held);
        }
    }

    /// <summary>Offers a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="isRunning">Whether it ran before, so that it is taken wherever it has a place.</param>
    internal AdmissionAnswer Offer(IndexedJob job, ulong seed, bool isRunning)
    {
        if (_held.ContainsKey(job.Id))
        {
            throw new ArgumentException($"Job '{job.Id}' is on the board already.", nameof(job));
        }

        var (held, refusal, work) = _placer.Place(job, RateOf(job), Epoch, SplitMix.Seed(seed, job.Id.Value));
        if (held is not null && !isRunning && !_placer.IsWorth(held, Stretch, _limits.Scarcity))
        {
            (held, refusal) = (null, new Refusal(
                "/spec/rate/required", "it has a place, but would take more from others there than it is worth"));
        }

        if (held is null)
        {
            return new AdmissionAnswer(null, new WaitingJob(job.Id, refusal!.Pointer, refusal.Reason), work);
        }

        Add(held);
        return new AdmissionAnswer(held.Plan, null, work);
    }

    /// <summary>Puts back a job that was released, where it was.</summary>
    internal void Add(HeldJob held)
    {
        _held.Add(held.Job.Id, held);
        Charge(held, +1);
    }

    /// <summary>The rate at which a job is offered.</summary>
    internal static double RateOf(IndexedJob job) => job.RequiredRate > 0 ? job.RequiredRate
        : job.Source.Demand.Wished?.Value ?? UsualRate;

    // ρ of the opportunity cost; at least 1, so that tasks that share a node do not make every link seem too long.
    private double Stretch => _volume == 0 ? double.PositiveInfinity
        : Math.Max(1, (double)_taken / (double)_volume);

    private void ReadCurrent(NetworkSnapshot snapshot)
    {
        var plans = snapshot.Current.GroupBy(p => p.Job).ToDictionary(g => g.Key, g => g.First());
        foreach (var source in ById.FirstOfEach(snapshot.Jobs, j => j.Id))
        {
            if (!plans.TryGetValue(source.Id, out var plan))
            {
                continue;
            }

            var job = new IndexedJob(source, _network);
            var (held, broken) = job.Defect is { } defect ? (null, defect)
                : HeldJob.Read(_network, job, CurrentPlan.Read(_network, job, plan));
            if (held is not null)
            {
                Add(held);
            }
            else
            {
                _lost.Add((job, broken!));
            }
        }
    }

    private void Remove(HeldJob held)
    {
        _held.Remove(held.Job.Id);
        Charge(held, -1);
    }

    private void Charge(HeldJob held, int sign)
    {
        _left.Charge(held.Job, held.Embedding, held.Plan.Rate.Value, held.Bandwidth, sign);
        _volume += sign * held.Volume;
        _taken += sign * held.Taken;
    }

    private int? Overloaded()
    {
        for (var r = 0; r < _left.Bandwidth.Length; r++)
        {
            if (_left.Bandwidth[r] < 0 || (r < _network.NodeCount && (_left.Memory[r] < 0 || _left.Compute[r] < 0)))
            {
                return r;
            }
        }

        return null;
    }

    private HeldJob? Victim(int resource) => _held.Values.Where(h => h.Uses(resource))
        .OrderBy(h => h.Job.Source.Demand.Priority).ThenByDescending(h => h.Job.Id).FirstOrDefault();
}
