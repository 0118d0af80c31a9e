using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// The jobs placed so far, by id, and what they leave. While a session goes on, each has a rate such that all of them
/// fit; on a large network these change near a newcomer only. Mutable; owned by one planning session.
/// </summary>
internal sealed class Board : ISurroundings
{
    private readonly List<PlacedJob> _jobs = [];
    private readonly List<Seat> _seats = [];
    private readonly WaterFilling _filling;
    private readonly double[] _load;
    private RegionGrowth? _growth;
    private double[] _streamCapacity = [];
    private bool _isSettled;
    private Shares? _shares;

    /// <summary>An empty board.</summary>
    /// <param name="network">The network.</param>
    /// <param name="filling">What fills, kept by a caller who plans often; null for a new one.</param>
    public Board(IndexedNetwork network, WaterFilling? filling = null)
    {
        (Network, _filling) = (network, filling ?? new WaterFilling());
        FreeMemory = Array.ConvertAll(network.Nodes, n => n.Capacity.Memory.Value);
        BatchSeconds = new double[network.NodeCount];
        _load = new double[network.Capacity.Length];
    }

    /// <summary>The network.</summary>
    public IndexedNetwork Network { get; }

    /// <inheritdoc/>
    public bool IsPart => false;

    /// <summary>Memory free on each node, in bytes; negative when a node has shrunk below what it hosts.</summary>
    public long[] FreeMemory { get; }

    /// <summary>Seconds of batch tasks that wait or run on each node.</summary>
    public double[] BatchSeconds { get; }

    /// <summary>The jobs placed, by id.</summary>
    public IReadOnlyList<PlacedJob> Jobs => _jobs;

    /// <summary>The jobs placed with their rates of the moment, by id.</summary>
    public IReadOnlyList<Seat> Seats => _seats;

    /// <summary>Whether jobs are embedded in a <see cref="Region"/>, not in the whole network.</summary>
    public bool IsLarge => Network.NodeCount > RegionGrowth.WholeUpTo;

    /// <summary>Factor by which the rate of a job that stays must rise before its senders are told.</summary>
    public double WorthTelling { get; set; } = Policies.PlanWriter.WorthTelling;

    /// <summary>Shares of the jobs placed.</summary>
    public Shares Shares => _shares ??= new Shares(Network, [.. _jobs], _filling);

    /// <summary>Puts the shares of exactly these jobs in, which somebody has kept.</summary>
    public void Recall(Shares shares) => _shares = shares;

    /// <summary>Puts a job on the board.</summary>
    /// <param name="job">The job.</param>
    /// <param name="settlement">Rates of it and of the jobs near it; null to fill anew when rates are asked
    /// for.</param>
    public void Add(PlacedJob job, Settlement? settlement = null)
    {
        var at = Position(job);
        _jobs.Insert(at, job);
        _seats.Insert(at, new Seat(job, settlement?.Own ?? 0));
        Charge(job, +1);
        _isSettled &= settlement is not null;
        for (var k = 0; _isSettled && k < settlement!.Seats.Length; k++)
        {
            Load(settlement.Seats[k], settlement.Rates[k] - settlement.Seats[k].Rate);
            settlement.Seats[k].Rate = settlement.Rates[k];
        }

        if (_isSettled)
        {
            Load(_seats[at], settlement!.Own);
        }
    }

    /// <summary>Takes a job off the board; the others keep their rates.</summary>
    public void Remove(PlacedJob job)
    {
        var at = Position(job);
        if (_isSettled)
        {
            Load(_seats[at], -_seats[at].Rate);
        }

        _jobs.RemoveAt(at);
        _seats.RemoveAt(at);
        Charge(job, -1);
    }

    /// <summary>Gives the jobs placed the rates that an objective asks for, until one comes or goes.</summary>
    public void Grant(Objective objective)
    {
        if (objective is not (Objective.MaxMin or Objective.Admission or Objective.Makespan))
        {
            var fair = new Shares(Network, [.. _jobs], _filling);
            _shares = RateAllocation.Grant(objective, fair, _jobs, Network.NodeCount);
        }
    }

    /// <summary>The shares that would result from one job more.</summary>
    /// <returns>The shares, and the position of that job in them.</returns>
    public (Shares Shares, int Position) With(PlacedJob job)
    {
        var jobs = new List<PlacedJob>(_jobs.Count + 1);
        jobs.AddRange(_jobs);
        var position = Position(job);
        jobs.Insert(position, job);
        return (new Shares(Network, jobs, _filling), position);
    }

    /// <inheritdoc/>
    public Congestion Yielding(double level)
    {
        var (demands, rates) = (new List<FillDemand>(_jobs.Count), new List<double>(_jobs.Count));
        for (var j = 0; j < _jobs.Count; j++)
        {
            if (_jobs[j].Demand is { } demand)
            {
                demands.Add(demand);
                rates.Add(Shares.Rates[j]);
            }
        }

        return new Congestion(Shares.Capacity, Network.NodeCount, demands, rates, level);
    }

    /// <inheritdoc/>
    public Trial Try(PlacedJob job)
    {
        var (shares, position) = With(job);
        return new Trial(shares.Fit, shares.Rates[position], shares.Worth, null);
    }

    /// <summary>What is near a job: the surroundings in which it is embedded on a large network.</summary>
    /// <param name="job">The job.</param>
    /// <param name="previous">Where it was; null when it is new.</param>
    public Region RegionOf(IndexedJob job, int[]? previous)
    {
        Settle();
        var nodes = (_growth ??= new RegionGrowth(Network)).Grow(job, previous, _load, FreeMemory);
        return new Region(this, _growth.Cut(nodes), _streamCapacity, _growth.ResourceNumbers);
    }

    private void Settle()
    {
        if (_isSettled)
        {
            return;
        }

        var shares = Shares;
        Array.Clear(_load);
        for (var j = 0; j < _seats.Count; j++)
        {
            _seats[j].Rate = shares.Rates[j];
            Load(_seats[j], shares.Rates[j]);
        }

        _streamCapacity = shares.CapacityForOneMore();
        _isSettled = true;
    }

    private void Load(Seat seat, double rate)
    {
        if (seat.Job.Demand is { } demand)
        {
            for (var k = 0; k < demand.Resources.Length; k++)
            {
                _load[demand.Resources[k]] += rate * demand.Amounts[k];
            }
        }
    }

    private int Position(PlacedJob job)
    {
        var id = job.Job.Id;
        if (_jobs.Count == 0 || _jobs[^1].Job.Id.CompareTo(id) < 0)
        {
            return _jobs.Count;
        }

        var (from, to) = (0, _jobs.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = _jobs[middle].Job.Id.CompareTo(id) < 0 ? (middle + 1, to) : (from, middle);
        }

        return from;
    }

    private void Charge(PlacedJob job, int sign)
    {
        _shares = null;
        for (var i = 0; i < job.Job.Tasks.Length; i++)
        {
            var node = job.Embedding.Node[i];
            if (job.Job.Done[i] || node < 0)
            {
                continue;
            }

            FreeMemory[node] -= sign * job.Job.Tasks[i].Memory.Value;
            BatchSeconds[node] += job.Job.IsStream ? 0 : sign * job.Job.Seconds(i, Network.Nodes[node]);
        }
    }
}
