namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// How many of a unit's groups a node can take at the rate in question: by its seconds (where compute is shared), its
/// memory, and the flows that its links can carry when the neighbours are elsewhere. Only units of several groups ask.
/// </summary>
/// <param name="jobClass">The class.</param>
/// <param name="costs">The costs, for their rate.</param>
/// <param name="unit">The unit.</param>
/// <param name="around">Its neighbours, ascending.</param>
/// <param name="domain">The nodes of each unit; a place is a number into those of the unit.</param>
internal sealed class UnitRoom(JobClass jobClass, EmbeddingCosts costs, int unit, int[] around, int[][] domain)
{
    private readonly int[] _own = domain[unit];
    private readonly int _copies = jobClass.Units[unit].Length;
    private readonly int[]?[] _slots = [.. around.Select(n => SlotsOf(jobClass, costs, unit, n))];

    /// <summary>Whether every node has room for all copies beside any neighbours.</summary>
    public bool IsAmple()
    {
        if (_copies == 1)
        {
            return true;
        }

        // Filled for the worst: all neighbours on the node itself, or none.
        for (var c = 0; c < _own.Length; c++)
        {
            if (Beside(c, around.Select(n => jobClass.Units[n][0])) < _copies)
            {
                return false;
            }
        }

        return _slots.All(s => s is null || s.All(n => n >= _copies));
    }

    /// <summary>How many groups a place can take beside the neighbours that are chosen.</summary>
    public int At(int[] choice, int c)
    {
        var room = Beside(
            c, around.Where(n => domain[n][choice[n]] == _own[c]).Select(n => jobClass.Units[n][0]));
        for (var k = 0; k < around.Length; k++)
        {
            if (_slots[k] is { } slots && domain[around[k]][choice[around[k]]] != _own[c])
            {
                room = Math.Min(room, slots[_own[c]]);
            }
        }

        return room;
    }

    /// <summary>The groups that neighbours keep on their own nodes: where (-1 when it may not be there) and how
    /// many.</summary>
    public List<(int Place, int Times)> Kept(int[] choice)
    {
        var kept = new List<(int Place, int Times)>();
        for (var k = 0; k < around.Length; k++)
        {
            var node = domain[around[k]][choice[around[k]]];
            if (_slots[k] is { } slots && slots[node] < _copies)
            {
                var place = Array.BinarySearch(_own, node);
                var (times, at) = (_copies - slots[node], kept.FindIndex(p => p.Place == place));
                if (at < 0)
                {
                    kept.Add((place, times));
                }
                else
                {
                    kept[at] = (place, Math.Max(times, kept[at].Times));
                }
            }
        }

        return kept;
    }

    private static int[]? SlotsOf(JobClass jobClass, EmbeddingCosts costs, int unit, int neighbour)
    {
        var (g, h) = (jobClass.Units[unit][0], jobClass.Units[neighbour][0]);
        var copies = jobClass.Units[unit].Length;
        var bits = jobClass.CountedFlows().Where(f => jobClass.Ends(f) == (g, h) || jobClass.Ends(f) == (h, g))
            .Select(f => jobClass.Job.Flows[f].Bits).DefaultIfEmpty(0).Max();
        return copies > 1 && bits > 0 ? LinkSlots.Count(jobClass.Network, costs.Rate * bits, copies) : null;
    }

    private int Beside(int c, IEnumerable<int> others)
    {
        var node = _own[c];
        var group = jobClass.Units[unit][0];
        var (busy, held) = (0.0, 0.0);
        foreach (var h in others)
        {
            busy += costs.Rate * jobClass.Seconds[h][node];
            held += jobClass.Groups.Memory[h];
        }

        var (load, memory) = (costs.Rate * jobClass.Seconds[group][node], (double)jobClass.Groups.Memory[group]);
        var free = jobClass.Network.Nodes[node].Capacity.Memory.Value * (1 + EmbeddingCosts.Slack) - held;
        var byTime = jobClass.Network.SharedCompute && load > 0 ? (1 + EmbeddingCosts.Slack - busy) / load : _copies;
        var byMemory = memory > 0 ? free / memory : _copies;
        return (int)Math.Clamp(Math.Floor(Math.Min(byTime, byMemory)), 0, _copies);
    }

    /// <summary>How many groups a place can take when no neighbour is there.</summary>
    public int Alone(int c)
    {
        var room = Beside(c, []);
        foreach (var slots in _slots)
        {
            room = Math.Min(room, slots?[_own[c]] ?? room);
        }

        return room;
    }

    /// <summary>Whether a neighbour is on a place's node.</summary>
    public bool HasNeighbour(int[] choice, int c)
    {
        foreach (var n in around)
        {
            if (domain[n][choice[n]] == _own[c])
            {
                return true;
            }
        }

        return false;
    }
}
