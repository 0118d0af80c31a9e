using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// Where all pieces and flows are, and how full that makes every resource at the rates aimed at, changed move by move:
/// a move is tried, then kept or taken back, at the cost of the resources that it touches. The energy of the
/// <see cref="Fills"/> is an L_p norm to the power p (with exclusive compute the pieces have fills of their own), whose
/// minimum tends to the least maximal fill as p grows. Mutable; owned by one island.
/// </summary>
internal sealed class SearchState
{
    private readonly SearchModel _model;
    private readonly PathPool _pool;
    private readonly Fills _fills;
    private readonly List<(int Piece, int Node)> _moved = [];
    private readonly List<(int Flow, IndexedRoute Route)> _rerouted = [];
    private readonly List<(int Job, double Rate, double LinkRate)> _rated = [];
    private readonly int _ownFills;
    private long _counted;

    /// <summary>Starts at the model's start.</summary>
    public SearchState(SearchModel model, PathPool pool)
    {
        (_model, _pool) = (model, pool);
        _ownFills = model.Network.Capacity.Length;
        var fills = _ownFills + (model.Network.SharedCompute ? 0 : model.Pieces.Length);
        _fills = new Fills(fills);
        (Node, Route) = (new int[model.Pieces.Length], new IndexedRoute[model.Flows.Length]);
        (Rate, LinkRate) = (new double[model.Jobs.Length], new double[model.Jobs.Length]);
        LinkFloor = new double[model.Jobs.Length];
        Free = [.. model.FreeMemory];
    }

    /// <summary>Node of each piece.</summary>
    public int[] Node { get; }

    /// <summary>Route of each flow.</summary>
    public IndexedRoute[] Route { get; }

    /// <summary>How full each resource is; with exclusive compute, then each piece's own node.</summary>
    public double[] Fill => _fills.Now;

    /// <summary>Memory free on each node, in bytes.</summary>
    public long[] Free { get; }

    /// <summary>Rate aimed at for each job.</summary>
    public double[] Rate { get; }

    /// <summary>Rate for which each job's flows hold bandwidth: at least the one aimed at.</summary>
    public double[] LinkRate { get; }

    /// <summary>Rate for which each job's flows hold bandwidth even while it is slower.</summary>
    public double[] LinkFloor { get; }

    /// <summary>The energy S of what is kept.</summary>
    public double Energy => _fills.Energy;

    /// <summary>Counted work: resources looked at.</summary>
    public long Work => _counted + _fills.Work;

    /// <summary>The resources that the last move touched.</summary>
    public List<int> Touched => _fills.Touched;

    /// <summary>Takes over placements and routes; rates stay.</summary>
    public void Load(int[] node, IndexedRoute[] route)
    {
        node.CopyTo(Node, 0);
        route.CopyTo(Route, 0);
        _model.FreeMemory.CopyTo(Free, 0);
        for (var p = 0; p < Node.Length; p++)
        {
            Free[Node[p]] -= _model.Pieces[p].Memory;
        }
    }

    /// <summary>Sets the exponent p = 2^k and adds everything up anew, so that rounding does not pile up.</summary>
    /// <param name="doublings">k.</param>
    public void Recount(int doublings)
    {
        Array.Clear(Fill);
        _model.AddFixed(Fill, Rate, LinkRate);
        for (var p = 0; p < Node.Length; p++)
        {
            Fill[OwnFill(p, Node[p])] += ComputePart(p, Node[p]);
        }

        for (var f = 0; f < Route.Length; f++)
        {
            foreach (var r in Route[f].Resources)
            {
                Fill[r] += FlowPart(f, r);
            }
        }

        _fills.Recount(doublings);
        _counted += Fill.Length + Route.Length;
        Forget();
    }

    /// <summary>Whether a piece may be on a node beside those from which it must be apart, and its memory
    /// fits.</summary>
    public bool Allows(int piece, int node)
    {
        var p = _model.Pieces[piece];
        if (Free[node] < p.Memory)
        {
            return false;
        }

        foreach (var other in p.Apart)
        {
            if (Node[other] == node)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Tries a piece on another node, its flows each on the pooled path that adds least.</summary>
    /// <returns>Whether every flow has a path; if not, the move is to be taken back.</returns>
    public bool Move(int piece, int node)
    {
        var p = _model.Pieces[piece];
        foreach (var f in p.Flows)
        {
            Lift(f);
        }

        _fills.Change(OwnFill(piece, Node[piece]), -ComputePart(piece, Node[piece]));
        Free[Node[piece]] += p.Memory;
        _moved.Add((piece, Node[piece]));
        Node[piece] = node;
        Free[node] -= p.Memory;
        _fills.Change(OwnFill(piece, node), ComputePart(piece, node));
        foreach (var f in p.Flows)
        {
            if (!Drop(f))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Tries a flow on another route.</summary>
    public void Reroute(int flow, IndexedRoute route)
    {
        Lift(flow);
        Put(flow, route);
    }

    /// <summary>Tries another rate of a job.</summary>
    public void SetRate(int job, double rate)
    {
        var linkRate = Math.Max(rate, LinkFloor[job]);
        var (rise, linkRise) = (rate - Rate[job], linkRate - LinkRate[job]);
        _rated.Add((job, Rate[job], LinkRate[job]));
        (Rate[job], LinkRate[job]) = (rate, linkRate);
        for (var p = _model.FirstPiece[job]; p < _model.FirstPiece[job + 1]; p++)
        {
            _fills.Change(OwnFill(p, Node[p]), rise * UnitCompute(p, Node[p]));
        }

        for (var f = _model.FirstFlow[job]; f < _model.FirstFlow[job + 1]; f++)
        {
            foreach (var r in Route[f].Resources)
            {
                _fills.Change(r, linkRise * _model.Flows[f].Bits * _model.Inverse[r]);
            }
        }
    }

    /// <summary>The fill that computing a piece on a node belongs to: the node's, or its own when compute is
    /// exclusive.</summary>
    public int OwnFill(int piece, int node) => _model.Network.SharedCompute ? node : _ownFills + piece;

    /// <summary>What computing a piece on a node adds to that fill for each frame a second.</summary>
    public double UnitCompute(int piece, int node)
    {
        var seconds = _model.Pieces[piece].Seconds[node];
        return _model.Network.SharedCompute ? seconds * _model.Inverse[node] : seconds;
    }

    /// <summary>What a flow adds to the fill of a link.</summary>
    public double FlowPart(int flow, int resource)
    {
        var f = _model.Flows[flow];
        return LinkRate[f.Job] * f.Bits * _model.Inverse[resource];
    }

    /// <summary>The energy as tried.</summary>
    public double Tried() => _fills.Tried();

    /// <summary>Keeps the move tried.</summary>
    /// <param name="energy">What <see cref="Tried"/> gave.</param>
    public void Keep(double energy)
    {
        _fills.Keep(energy);
        Forget();
    }

    /// <summary>Takes the move tried back.</summary>
    public void TakeBack()
    {
        _fills.TakeBack();
        for (var k = _moved.Count - 1; k >= 0; k--)
        {
            var (piece, node) = _moved[k];
            Free[Node[piece]] += _model.Pieces[piece].Memory;
            Node[piece] = node;
            Free[node] -= _model.Pieces[piece].Memory;
        }

        for (var k = _rated.Count - 1; k >= 0; k--)
        {
            (Rate[_rated[k].Job], LinkRate[_rated[k].Job]) = (_rated[k].Rate, _rated[k].LinkRate);
        }

        for (var k = _rerouted.Count - 1; k >= 0; k--)
        {
            Route[_rerouted[k].Flow] = _rerouted[k].Route;
        }

        Forget();
    }

    /// <summary>What a fill adds to the energy.</summary>
    public double Potential(double fill) => _fills.Potential(fill);

    private void Forget()
    {
        _moved.Clear();
        _rerouted.Clear();
        _rated.Clear();
    }

    private void Lift(int f)
    {
        var route = Route[f];
        _rerouted.Add((f, route));
        foreach (var r in route.Resources)
        {
            _fills.Change(r, -FlowPart(f, r));
        }
    }

    private bool Drop(int f)
    {
        var flow = _model.Flows[f];
        var paths = _pool.Between(Node[flow.From], Node[flow.To]);
        IndexedRoute? best = null;
        var least = double.PositiveInfinity;
        foreach (var path in paths)
        {
            var added = paths.Length > 1 ? Added(f, path) : 0;
            if (added < least)
            {
                (least, best) = (added, path);
            }
        }

        if (best is null)
        {
            return false;
        }

        Put(f, best);
        return true;
    }

    private double Added(int f, IndexedRoute path)
    {
        var added = 0.0;
        foreach (var r in path.Resources)
        {
            added += Potential(Fill[r] + FlowPart(f, r)) - Potential(Fill[r]);
        }

        _counted += path.Resources.Length;
        return added;
    }

    private void Put(int f, IndexedRoute route)
    {
        Route[f] = route;
        foreach (var r in route.Resources)
        {
            _fills.Change(r, FlowPart(f, r));
        }
    }

    private double ComputePart(int piece, int node) => Rate[_model.Pieces[piece].Job] * UnitCompute(piece, node);
}
