namespace EdgeFlow.Planning.Routing;

/// <summary>
/// The open nodes of a search: a binary heap by cost, then node, in which a node stands once and moves up when its cost
/// falls. Holds at most one entry a node. Water-filling keeps the levels of its resources in one.
/// </summary>
internal sealed class Frontier(int nodes)
{
    private readonly int[] _heap = new int[nodes];
    private readonly int[] _place = NewPlaces(nodes);
    private readonly double[] _cost = new double[nodes];
    private int _count;

    /// <summary>Takes every node out.</summary>
    public void Clear()
    {
        for (var k = 0; k < _count; k++)
        {
            _place[_heap[k]] = -1;
        }

        _count = 0;
    }

    /// <summary>Puts a node in, or lowers its cost.</summary>
    public void Offer(int node, double cost)
    {
        _cost[node] = cost;
        if (_place[node] < 0)
        {
            _place[node] = _count;
            _heap[_count++] = node;
        }

        Rise(_place[node]);
    }

    /// <summary>Puts a node in, or gives it another cost, lower or higher.</summary>
    public void Set(int node, double cost)
    {
        Offer(node, cost);
        Sink(_place[node]);
    }

    /// <summary>Shows the node of least cost, or says that none is left.</summary>
    public bool TryPeek(out int node, out double cost)
    {
        (node, cost) = _count > 0 ? (_heap[0], _cost[_heap[0]]) : (-1, double.PositiveInfinity);
        return _count > 0;
    }

    /// <summary>Takes out the node of least cost, or says that none is left.</summary>
    public bool TryTake(out int node)
    {
        node = _count > 0 ? _heap[0] : -1;
        if (node < 0)
        {
            return false;
        }

        _place[node] = -1;
        var last = _heap[--_count];
        if (_count > 0)
        {
            _heap[0] = last;
            _place[last] = 0;
            Sink(0);
        }

        return true;
    }

    private static int[] NewPlaces(int nodes)
    {
        var places = new int[nodes];
        Array.Fill(places, -1);
        return places;
    }

    private bool Before(int a, int b) => _cost[a] < _cost[b] || (_cost[a] == _cost[b] && a < b);

    private void Rise(int at)
    {
        var node = _heap[at];
        while (at > 0 && Before(node, _heap[(at - 1) / 2]))
        {
            Move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }

        (_heap[at], _place[node]) = (node, at);
    }

    private void Sink(int at)
    {
        var node = _heap[at];
        while (true)
        {
            var child = 2 * at + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && Before(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!Before(_heap[child], node))
            {
                break;
            }

            Move(child, at);
            at = child;
        }

        (_heap[at], _place[node]) = (node, at);
    }

    private void Move(int from, int to)
    {
        _heap[to] = _heap[from];
        _place[_heap[to]] = to;
    }
}
