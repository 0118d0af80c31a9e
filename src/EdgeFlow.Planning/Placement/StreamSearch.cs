using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Placement;

/// <summary>The search for one stream job's embedding: prices, candidates met, the best of them. Mutable; used
/// once.</summary>
internal sealed class StreamSearch
{
    /// <summary>Most nodes looked at for a group on a large network: those that are cheapest near its pinned
    /// tasks.</summary>
    public const int MostNodes = 32;

    private const double LeastRate = 1e-12;

    private readonly ISurroundings _seen;
    private readonly Workspace _work;
    private readonly PathTrees _trees;
    private readonly PathSearch _rerouting;
    private double _rate;
    private double _pricedRate;
    private Congestion? _priced;
    private int[][]? _compared;
    private Refusal? _refusal;
    private long _counted;

    public StreamSearch(ISurroundings seen, Workspace work)
    {
        (_seen, _work) = (seen, work);
        (_trees, _rerouting) = (new PathTrees(seen.Network), new PathSearch(seen.Network, work.Tolls));
        _rate = HighestRate();
    }

    /// <summary>The best embedding met that serves every job; null for none.</summary>
    public StreamCandidate? Best { get; private set; }

    /// <summary>Whether the best so far has the job's wished rate, so that looking further can give it
    /// nothing.</summary>
    public bool HasAllItCanUse => Best is { } best && best.Rate >= Math.Min(_work.Job.WishedRate, IndexedJob.MaxRate);

    /// <summary>Counted work so far.</summary>
    public long Work => _counted + _trees.Work + _rerouting.Work;

    /// <summary>Prices, places, descends and evaluates once.</summary>
    /// <param name="nodes">The nodes each group may be on.</param>
    /// <param name="mayMove">Which groups the descent may move.</param>
    /// <param name="round">0 for prices without this job, later ones include half of the best so far.</param>
    public void Round(int[][] nodes, Func<int, bool> mayMove, int round)
    {
        var network = _work.Network;
        var empty = _seen.Yielding(_rate / _work.Job.Weight);
        var priced = empty.Copy();
        if (round > 0 && Best is { } incumbent)
        {
            AddHalf(priced, incumbent.Job.Demand!);
        }

        (_priced, _pricedRate) = (priced, _rate);
        _work.Tolls?.SetRound(round);
        var bits = round % 2 == 0 ? _work.LargestBits : _work.MeanBits;
        _trees.SetPrices(Prices.Links(network, priced, _rate, bits, _work.Tolls));
        nodes = Limited(nodes, priced);
        _compared = nodes;
        var surrogate = new Surrogate(_work, priced, _trees, _rate);
        var placement = surrogate.Solve(nodes);
        _counted += surrogate.Work;
        if (placement is null)
        {
            _refusal ??= NoPath();
            return;
        }

        if (round > 0 && Best is { } best)
        {
            Descend(empty.Copy(), [.. _work.Groups.Members.Select(m => best.Job.Embedding.Node[m[0]])], nodes, mayMove);
        }

        if (Together(nodes) is { } together)
        {
            Descend(empty.Copy(), together, nodes, mayMove);
        }

        Descend(empty, placement, nodes, mayMove);
        _rate = Best is null ? Math.Max(_rate / 4, _work.Job.RequiredRate) : Math.Max(Best.Rate, LeastRate);
    }

    /// <summary>Why nothing was found.</summary>
    public Refusal WhyNot() => _refusal ?? new Refusal("/spec/rate", "no placement leaves every job a rate above 0");

    /// <summary>What each task's nodes cost at the prices of the last round.</summary>
    public IReadOnlyList<TaskReport> Candidates(StreamCandidate chosen) =>
        CandidateWords.ForPlaced(
            _work, _priced!, _trees, _pricedRate, chosen.Job.Embedding, _seen.IsPart ? _compared : null);

    private void Descend(Congestion congestion, int[] placement, int[][] nodes, Func<int, bool> mayMove)
    {
        var descent = new Descent(_work, congestion, _trees, _rate, placement);
        if (!descent.RepairMemory())
        {
            _refusal ??= NoMemory();
            return;
        }

        descent.Improve(nodes, mayMove);
        descent.Reroute(_rerouting);
        _counted += descent.Work;
        if (descent.Result() is { } embedding)
        {
            Evaluate(embedding);
        }
        else
        {
            _refusal ??= NoPath();
        }
    }

    private void Evaluate(Embedding embedding)
    {
        var placed = new PlacedJob(_work.Network, _work.Job, embedding);
        var trial = _seen.Try(placed);
        if (!trial.Fits)
        {
            _refusal ??= NoShare(placed, embedding);
            return;
        }

        if (Best is null || trial.Worth > Best.Trial.Worth)
        {
            Best = new StreamCandidate(placed, trial);
        }
    }

    /// <summary>
    /// All groups that may be on one node there, the others where they must: the start from which co-location is found
    /// when every step towards it by single groups costs more than it gains.
    /// </summary>
    private int[]? Together(int[][] nodes)
    {
        var free = nodes.Where(n => n.Length > 1).ToList();
        var (best, at) = (double.PositiveInfinity, -1);
        foreach (var u in free.Count < 2 || _work.Groups.Apart.Length > 0 ? [] : free[0])
        {
            if (!free.TrueForAll(n => Array.BinarySearch(n, u) >= 0))
            {
                continue;
            }

            var seconds = nodes.Select((n, g) => n.Length > 1 ? _work.Seconds[g][u] : 0);
            var price = _priced!.Price(u, _rate * (_work.Network.SharedCompute ? seconds.Sum() : seconds.Max()));
            foreach (var f in Enumerable.Range(0, _work.Job.Flows.Length))
            {
                var (a, b) = (_work.Groups.Of[_work.Job.Flows[f].From], _work.Groups.Of[_work.Job.Flows[f].To]);
                var (from, to) = (nodes[a].Length > 1 ? u : nodes[a][0], nodes[b].Length > 1 ? u : nodes[b][0]);
                price += Math.Max(1, _work.Job.Flows[f].Bits) * _trees.Costs(from)[to];
            }

            if (price < best)
            {
                (best, at) = (price, u);
            }
        }

        return at < 0 ? null : [.. nodes.Select(n => n.Length > 1 ? at : n[0])];
    }

    private void AddHalf(Congestion congestion, FillDemand demand)
    {
        for (var k = 0; k < demand.Resources.Length; k++)
        {
            congestion.Fill[demand.Resources[k]] += congestion.Part(demand.Resources[k], _rate * demand.Amounts[k] / 2);
        }
    }

    /// <summary>A rate that no embedding can exceed: the fastest node for each task, and all nodes together.</summary>
    private double HighestRate()
    {
        var highest = Math.Min(_work.Job.WishedRate, IndexedJob.MaxRate);
        foreach (var (seconds, nodes) in _work.Seconds.Zip(_work.Groups.Nodes))
        {
            highest = Math.Min(highest, 1 / Math.Max(nodes.Min(u => seconds[u]), LeastRate));
        }

        return Math.Max(highest, LeastRate);
    }

    private int[][] Limited(int[][] nodes, Congestion congestion)
    {
        if (nodes.All(n => n.Length <= MostNodes))
        {
            return nodes;
        }

        var pins = nodes.Where(n => n.Length == 1).Select(n => n[0]).Distinct().Order().ToArray();
        var away = new double[_work.Network.NodeCount];
        foreach (var cost in pins.Select(_trees.Costs))
        {
            for (var u = 0; u < away.Length; u++)
            {
                away[u] += _work.LargestBits * cost[u];
            }
        }

        return
        [
            .. nodes.Select((own, g) => own.Length <= MostNodes ? own : own
                .OrderBy(u => Prices.Compute(_work, congestion, _rate, g, u) + away[u])
                .ThenBy(u => _work.Seconds[g][u]).ThenBy(u => u).Take(MostNodes).Order().ToArray()),
        ];
    }

    private Refusal NoPath()
    {
        var task = _work.Job.Order.FirstOrDefault(i => _work.Job.Incoming[i].Length > 0);
        return new Refusal(_work.Job.Pointer(task, "needs"), "no placement has a path for every flow");
    }

    private Refusal NoMemory()
    {
        var task = Enumerable.Range(0, _work.Job.Tasks.Length)
            .OrderByDescending(i => _work.Job.Tasks[i].Memory.Value).ThenBy(i => _work.Job.ManifestPosition[i]).First();
        return new Refusal(_work.Job.Pointer(task, "memory"), "the tasks fit one by one, but not all together");
    }

    private Refusal NoShare(PlacedJob placed, Embedding embedding)
    {
        var demand = _work.Job.Source.Demand;
        if (!placed.MeetsLatency)
        {
            var seconds = Latency.Seconds(_work.Network, _work.Job, embedding, _ => 0);
            return new Refusal("/spec/latency", FormattableString.Invariant(
                $"computation and delays take {seconds * 1000:0.###} ms, more than the bound"));
        }

        if (Spending.RateCap(_work.Network, _work.Job, embedding) is { Binding: { } budget } cap
            && cap.Rate < _work.Job.RequiredRate)
        {
            return new Refusal($"/spec/budget/{budget}", FormattableString.Invariant(
                $"the budget pays for {cap.Rate:0.###} frames/s, {_work.Job.RequiredRate} are required"));
        }

        if (demand.Required is { } required && required.Value > 0)
        {
            return new Refusal("/spec/rate/required", FormattableString.Invariant(
                $"{required.Value} frames/s do not fit beside what the other jobs require"));
        }

        return demand.LatencyBound is null
            ? new Refusal("/spec/rate", "no bandwidth or speed is left for it")
            : new Refusal("/spec/latency",
                "the bandwidth that the bound needs does not fit beside what the other jobs require");
    }
}
