using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// Tries random moves on a state: one piece to another node; all pieces of a job on one node to another; two pieces
/// swapped; a whole job gathered on one node in place of pieces of others; one flow on another path of the pool, or on
/// the path that is cheapest at the true marginal prices. Targets are often the nodes of the pieces that it talks to,
/// or their neighbours. Owned by one island.
/// </summary>
internal sealed class Moves
{
    private const int PieceMoves = 33;
    private const int JobMoves = 10;
    private const int Swaps = 12;
    private const int Gatherings = 20;
    private const int PoolRoutes = 15;
    private const int AllKinds = 100;
    private const int SkimmedAtOnce = 8;

    private readonly SearchModel _model;
    private readonly SearchState _state;
    private readonly PathPool _pool;
    private readonly SearchRandom _random;
    private readonly PathTrees _trees;
    private readonly double[] _price;
    private readonly int[] _movable;
    private readonly List<int> _guests = [];

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
    public long Work => _trees.Work + Skimmed;

    private long Skimmed { get; set; }

    /// <summary>The job that the last move was about.</summary>
    public int Job { get; private set; }

    /// <summary>The other jobs that had to make room for it.</summary>
    public List<int> Displaced { get; } = [];

    /// <summary>Forgets the last move: only a rate is tried.</summary>
    public void Skip() => Displaced.Clear();

    /// <summary>Tries one move.</summary>
    /// <returns>Whether something was changed that may be kept; if not, it is to be taken back.</returns>
    public bool Try()
    {
        Displaced.Clear();
        var kind = _random.Below(AllKinds);
        if (_movable.Length == 0 || kind >= PieceMoves + JobMoves + Swaps + Gatherings)
        {
            return _model.Flows.Length > 0 && Reroute(kind >= AllKinds - PoolRoutes / 2 && _movable.Length > 0);
        }

        var piece = _movable[_random.Below(_movable.Length)];
        Job = _model.Pieces[piece].Job;
        return kind < PieceMoves ? MoveOne(piece)
            : kind < PieceMoves + JobMoves ? MoveTogether(piece)
            : kind < PieceMoves + JobMoves + Swaps ? Swap(piece)
            : Gather(piece);
    }

    /// <summary>
    /// Brings a job, or only what it has on one other node, to one node; where memory lacks, pieces of other jobs there
    /// change places with its own, those of slow jobs rather than those of fast ones.
    /// </summary>
    private bool Gather(int piece)
    {
        var (node, only) = (Target(piece), _random.Below(2) == 0 ? _state.Node[piece] : -1);
        var moved = false;
        _guests.Clear();
        for (var p = _model.FirstPiece[Job]; p < _model.FirstPiece[Job + 1]; p++)
        {
            var from = _state.Node[p];
            if (from == node || (only >= 0 && from != only) || Array.BinarySearch(_model.Pieces[p].Nodes, node) < 0)
            {
                continue;
            }

            var lacks = _state.Free[node] < _model.Pieces[p].Memory;
            if (!_state.Move(p, node) || !IsApart(p) || (lacks && !SendAway(node, from)))
            {
                return false;
            }

            moved = true;
        }

        return moved;
    }

    private bool SendAway(int node, int to)
    {
        if (_guests.Count == 0)
        {
            foreach (var p in _movable)
            {
                if (_state.Node[p] == node && _model.Pieces[p].Job != Job)
                {
                    _guests.Add(p);
                }
            }

            Skimmed += _movable.Length / SkimmedAtOnce;
        }

        if (_guests.Count == 0)
        {
            return false;
        }

        var (a, b) = (_random.Below(_guests.Count), _random.Below(_guests.Count));
        var at = RateOf(_guests[a]) <= RateOf(_guests[b]) ? a : b;
        var guest = _guests[at];
        (_guests[at], _guests[^1]) = (_guests[^1], _guests[at]);
        _guests.RemoveAt(_guests.Count - 1);
        if (!Displaced.Contains(_model.Pieces[guest].Job))
        {
            Displaced.Add(_model.Pieces[guest].Job);
        }

        return Array.BinarySearch(_model.Pieces[guest].Nodes, to) >= 0 && _state.Move(guest, to) && IsApart(guest)
            && _state.Free[to] >= 0 && _state.Free[node] >= 0;
    }

    private double RateOf(int piece) => _state.Rate[_model.Pieces[piece].Job];

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

        if (_model.Pieces[other].Job != Job)
        {
            Displaced.Add(_model.Pieces[other].Job);
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
