using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// Tries random moves on a state: one piece to another node; all pieces of a job on one node to another; two pieces
/// swapped; one flow on another path of the pool, or on the path that is cheapest at the true marginal prices. Targets
/// are often the nodes of the pieces that it talks to, or their neighbours. Owned by one island.
/// </summary>
internal sealed class Moves
{
    private const int PieceMoves = 50;
    private const int JobMoves = 12;
    private const int Swaps = 13;
    private const int PoolRoutes = 20;
    private const int AllKinds = 100;

    private readonly SearchModel _model;
    private readonly SearchState _state;
    private readonly PathPool _pool;
    private readonly SearchRandom _random;
    private readonly PathTrees _trees;
    private readonly double[] _price;
    private readonly int[] _movable;

    /// <summary>Prepares the moves.</summary>
    public Moves(SearchModel model, SearchState state, PathPool pool, SearchRandom random)
    {
        (_model, _state, _pool, _random) = (model, state, pool, random);
        (_trees, _price) = (new PathTrees(model.Network), new double[model.Network.Capacity.Length]);
        _movable = [.. Enumerable.Range(0, model.Pieces.Length).Where(p => model.Pieces[p]?.Nodes.Length > 1)];
    }

    /// <summary>Whether there is nothing to move.</summary>
    public bool IsIdle => _movable.Length == 0 && _model.Flows.Length == 0;

    /// <summary>Counted work: arcs looked at.</summary>
    public long Work => _trees.Work;

    /// <summary>The job that the last move was about.</summary>
    public int Job { get; private set; }

    /// <summary>Tries one move.</summary>
    /// <returns>Whether something was changed that may be kept; if not, it is to be taken back.</returns>
    public bool Try()
    {
        var kind = _random.Below(AllKinds);
        if (_movable.Length == 0 || kind >= PieceMoves + JobMoves + Swaps)
        {
            return _model.Flows.Length > 0 && Reroute(kind >= AllKinds - PoolRoutes / 2 && _movable.Length > 0);
        }

        var piece = _movable[_random.Below(_movable.Length)];
        Job = _model.Pieces[piece].Job;
        return kind < PieceMoves ? MoveOne(piece) : kind < PieceMoves + JobMoves ? MoveTogether(piece) : Swap(piece);
    }

    private bool MoveOne(int piece)
    {
        var node = Target(piece);
        return node != _state.Node[piece] && _state.Allows(piece, node) && _state.Move(piece, node);
    }

    private bool MoveTogether(int piece)
    {
        var (job, from, node) = (_model.Pieces[piece].Job, _state.Node[piece], Target(piece));
        if (node == from)
        {
            return false;
        }

        for (var p = _model.FirstPiece[job]; p < _model.FirstPiece[job + 1]; p++)
        {
            if (_state.Node[p] == from && Array.BinarySearch(_model.Pieces[p].Nodes, node) >= 0
                && !(_state.Allows(p, node) && _state.Move(p, node)))
            {
                return false;
            }
        }

        return true;
    }

    private bool Swap(int piece)
    {
        var other = _movable[_random.Below(_movable.Length)];
        var (u, v) = (_state.Node[piece], _state.Node[other]);
        if (u == v || Array.BinarySearch(_model.Pieces[piece].Nodes, v) < 0
            || Array.BinarySearch(_model.Pieces[other].Nodes, u) < 0)
        {
            return false;
        }

        // The second move makes the room that the first one may lack, so what is allowed is asked afterwards.
        return _state.Move(piece, v) && _state.Move(other, u) && _state.Free[u] >= 0 && _state.Free[v] >= 0
            && IsApart(piece) && IsApart(other);
    }

    private bool IsApart(int piece) =>
        Array.TrueForAll(_model.Pieces[piece].Apart, o => _state.Node[o] != _state.Node[piece]);

    private bool Reroute(bool priced)
    {
        var flow = _random.Below(_model.Flows.Length);
        Job = _model.Flows[flow].Job;
        var (from, to) = (_state.Node[_model.Flows[flow].From], _state.Node[_model.Flows[flow].To]);
        if (from == to)
        {
            return false;
        }

        var paths = _pool.Between(from, to);
        var route = priced ? Cheapest(flow, from, to) : paths[_random.Below(paths.Length)];
        if (route is null || route.SameAs(_state.Route[flow]))
        {
            return false;
        }

        _state.Reroute(flow, route);
        return true;
    }

    private IndexedRoute? Cheapest(int flow, int from, int to)
    {
        var old = _state.Route[flow].Resources;
        for (var r = _model.Network.NodeCount; r < _price.Length; r++)
        {
            var part = _state.FlowPart(flow, r);
            var fill = _state.Fill[r] - (Array.IndexOf(old, r) >= 0 ? part : 0);
            _price[r] = _state.Potential(fill + part) - _state.Potential(fill) + double.Epsilon;
        }

        _trees.SetPrices(_price);
        return _trees.Path(from, to);
    }

    /// <summary>A node for a piece: one in three from all that it may be on, else one near those it talks to.</summary>
    private int Target(int piece)
    {
        var p = _model.Pieces[piece];
        if (p.Flows.Length > 0 && _random.Below(3) > 0)
        {
            var flow = _model.Flows[p.Flows[_random.Below(p.Flows.Length)]];
            var near = _state.Node[flow.From == piece ? flow.To : flow.From];
            var network = _model.Network;
            var arcs = network.ArcStart[near + 1] - network.ArcStart[near];
            var pick = _random.Below(arcs + 2);
            near = pick < arcs ? network.ArcHead[network.ArcStart[near] + pick] : near;
            if (Array.BinarySearch(p.Nodes, near) >= 0)
            {
                return near;
            }
        }

        return p.Nodes[_random.Below(p.Nodes.Length)];
    }
}
