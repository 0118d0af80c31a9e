using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Scheduling.Batch;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// Says what placements and routes are really worth: all jobs, batch ones too, share the network as they will in the
/// plan. A pure function of what it is asked; owned by one island because it keeps scratch memory.
/// </summary>
internal sealed class Judge
{
    private readonly SearchModel _model;
    private readonly Objective _objective;
    private readonly TierOneOptions _options;
    private readonly PlacedJob[] _batches;
    private readonly double[] _spans;
    private readonly double[] _weights;
    private readonly HeldRates? _held;
    private readonly int _tasks;
    private readonly WaterFilling _filling = new();

    /// <summary>Prepares a judge.</summary>
    /// <param name="model">The problem.</param>
    /// <param name="board">The jobs where the search starts.</param>
    /// <param name="objective">What rates are chosen for.</param>
    /// <param name="options">The options.</param>
    /// <param name="held">What the lowest rates are to hold; null for nothing.</param>
    public Judge(SearchModel model, Board board, Objective objective, TierOneOptions options, HeldRates? held)
    {
        _held = held;
        (_model, _objective, _options) = (model, objective, options);
        _batches = [.. board.Jobs.Where(j => !j.Job.IsStream)];
        _spans = _batches.Length == 0 ? [] : BatchMerit.SpansOf(board.Network, board.Jobs, board.Shares);
        _weights = [.. model.Jobs.Select(j => j.Weight)];
        _tasks = Math.Max(1, model.Pieces.Sum(p => p.Tasks));
    }

    /// <summary>What the lowest rates are to hold; null for nothing.</summary>
    public HeldRates? Held => _held;

    /// <summary>Judges where the search starts.</summary>
    public Solution? WeighStart()
    {
        var node = new int[_model.Pieces.Length];
        for (var p = 0; p < node.Length; p++)
        {
            var piece = _model.Pieces[p];
            node[p] = _model.Start[piece.Job].Embedding.Node[_model.Groups[piece.Job]!.Members[piece.Group][0]];
        }

        return Weigh(node, [.. _model.Flows.Select(f => _model.Start[f.Job].Embedding.Routes[f.Number]!)], null);
    }

    /// <summary>Judges.</summary>
    /// <param name="node">Node of each piece; copied.</param>
    /// <param name="route">Route of each flow; copied.</param>
    /// <param name="before">An earlier solution: jobs that are as they were there need not be added up again.</param>
    /// <returns>The solution, or null when some job would not be served, or batch jobs would end later.</returns>
    public Solution? Weigh(int[] node, IndexedRoute[] route, Solution? before)
    {
        var jobs = new PlacedJob[_model.Jobs.Length];
        for (var j = 0; j < jobs.Length; j++)
        {
            jobs[j] = before is not null && IsSame(j, node, route, before) ? before.Jobs[j] : Place(j, node, route);
        }

        var all = jobs.Concat(_batches).OrderBy(j => j.Job.Id).ToList();
        var shares = new Shares(_model.Network, all, _filling);
        if (!shares.Fit
            || (_batches.Length > 0 && BatchMerit.Gain(BatchMerit.SpansOf(_model.Network, all, shares), _spans) < 0))
        {
            return null;
        }

        FillDemand[] demands = [.. jobs.Select(j => j.Demand!)];
        var floors = RateAllocation.Floors(demands, [.. shares.Rates.Where((_, k) => all[k].Job.IsStream)]);
        shares = RateAllocation.Grant(_objective, shares, all, _model.Network.NodeCount);
        double[] rates = [.. shares.Rates.Where((_, k) => all[k].Job.IsStream)];
        var moved = 0;
        for (var p = 0; p < node.Length; p++)
        {
            var piece = _model.Pieces[p];
            moved += piece.Home >= 0 && piece.Home != node[p] ? piece.Tasks : 0;
        }

        var value = ObjectiveValue.Of(_objective, _model.Jobs, rates);
        return new Solution(
            [.. node], [.. route], jobs, rates, floors, Merit.Of(_objective, value, rates, _weights, _held), moved);
    }

    /// <summary>Whether a solution gains more over another than its further moves cost.</summary>
    public bool IsBetter(Solution solution, Solution than)
    {
        var cost = _options.MigrationCost * (solution.Moved - than.Moved) / _tasks;
        return solution.Merit.GainOver(than.Merit) > Math.Max(cost, 0) + Merit.LeastGain
            || (cost < 0 && solution.Merit.GainOver(than.Merit) > cost);
    }

    private bool IsSame(int j, int[] node, IndexedRoute[] route, Solution before)
    {
        for (var p = _model.FirstPiece[j]; p < _model.FirstPiece[j + 1]; p++)
        {
            if (node[p] != before.Node[p])
            {
                return false;
            }
        }

        for (var f = _model.FirstFlow[j]; f < _model.FirstFlow[j + 1]; f++)
        {
            if (!ReferenceEquals(route[f], before.Route[f]) && !route[f].SameAs(before.Route[f]))
            {
                return false;
            }
        }

        return true;
    }

    private PlacedJob Place(int j, int[] node, IndexedRoute[] route)
    {
        if (_model.Groups[j] is not { } groups)
        {
            return _model.Start[j];
        }

        var job = _model.Jobs[j];
        int[] nodes = [.. groups.Of.Select(g => node[_model.FirstPiece[j] + g])];
        IndexedRoute?[] routes = [.. job.Flows.Select(f => IndexedRoute.Within(nodes[f.To]))];
        for (var f = _model.FirstFlow[j]; f < _model.FirstFlow[j + 1]; f++)
        {
            routes[_model.Flows[f].Number] = route[f];
        }

        return new PlacedJob(_model.Network, job, new Embedding(nodes, routes));
    }
}
