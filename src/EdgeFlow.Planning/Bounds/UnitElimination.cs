using System.Numerics;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// One step of the dynamic programming: for every choice of a unit's neighbours, the cheapest nodes for its groups. The
/// groups of a unit are alike, so that a node takes the cheapest as long as it has room for another at the rate in
/// question: the m cheapest places, counted with what each node can hold, are the exact minimum.
/// </summary>
/// <param name="jobClass">The class.</param>
/// <param name="costs">The costs.</param>
/// <param name="unit">The unit.</param>
/// <param name="around">Its neighbours at this step, ascending.</param>
/// <param name="domain">The nodes of each unit.</param>
/// <param name="tables">Tables with the unit first and the others ascending.</param>
internal sealed class UnitElimination(
    JobClass jobClass, EmbeddingCosts costs, int unit, int[] around, int[][] domain, Factor[] tables)
{
    private readonly int[] _size = [.. domain.Select(d => d.Length)];
    private readonly int[] _own = domain[unit];
    private readonly int _copies = jobClass.Units[unit].Length;
    private readonly double[] _unary = [.. domain[unit].Select(n => costs.Group[jobClass.Units[unit][0]][n])];

    /// <summary>Counted work: cells looked at.</summary>
    public long Work { get; private set; }

    /// <summary>The table over the neighbours.</summary>
    public Factor Run()
    {
        var last = around.Length > 0 ? _size[around[^1]] : 1;
        var prefixes = around.SkipLast(1).Aggregate(1, (product, n) => product * _size[n]);
        var result = new double[prefixes * last];
        var choice = new int[domain.Length];
        var isRoomy = IsRoomy();
        var columns = new double[_own.Length * last];
        for (var prefix = 0; prefix < prefixes; prefix++)
        {
            Decode(prefix, choice);
            FillColumns(choice, columns, last);
            var target = result.AsSpan(prefix * last, last);
            if (isRoomy)
            {
                TakeLowest(columns, target);
            }
            else
            {
                TakeSeveral(choice, columns, target);
            }
        }

        Work += (long)prefixes * last * _own.Length;
        return new Factor(around, result);
    }

    /// <summary>The places of the unit's groups, as numbers into its nodes, once its neighbours are chosen.</summary>
    public int[] Choose(int[] choice)
    {
        var cost = new double[_own.Length];
        for (var c = 0; c < cost.Length; c++)
        {
            choice[unit] = c;
            cost[c] = _unary[c];
            foreach (var table in tables)
            {
                cost[c] += table.Values[table.Offset(choice, _size)];
            }
        }

        var picks = new List<int>(_copies);
        foreach (var c in Enumerable.Range(0, cost.Length).OrderBy(c => cost[c]).ThenBy(c => c))
        {
            for (var room = _copies == 1 ? 1 : Room(choice, c); room > 0 && picks.Count < _copies; room--)
            {
                picks.Add(c);
            }
        }

        return [.. picks];
    }

    /// <summary>Whether every node has room for all copies beside any neighbours.</summary>
    private bool IsRoomy()
    {
        if (_copies == 1)
        {
            return true;
        }

        // Filled for the worst: all neighbours on the node itself.
        for (var c = 0; c < _own.Length; c++)
        {
            if (RoomBeside(c, Neighbours()) < _copies)
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<int> Neighbours() => around.Select(n => jobClass.Units[n][0]);

    private int Room(int[] choice, int c) =>
        RoomBeside(c, around.Where(n => domain[n][choice[n]] == _own[c]).Select(n => jobClass.Units[n][0]));

    private int RoomBeside(int c, IEnumerable<int> others)
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

    /// <summary>columns[c · last + b]: cost of the unit at c with the last neighbour at b.</summary>
    private void FillColumns(int[] choice, double[] columns, int last)
    {
        for (var c = 0; c < _own.Length; c++)
        {
            choice[unit] = c;
            var column = columns.AsSpan(c * last, last);
            column.Fill(_unary[c]);
            foreach (var table in tables)
            {
                if (around.Length > 0 && table.Scope[^1] == around[^1])
                {
                    choice[around[^1]] = 0;
                    Add(column, table.Values.AsSpan(table.Offset(choice, _size), last));
                }
                else
                {
                    AddAll(column, table.Values[table.Offset(choice, _size)]);
                }
            }
        }
    }

    private void TakeLowest(double[] columns, Span<double> target)
    {
        target.Fill(double.PositiveInfinity);
        for (var c = 0; c < _own.Length; c++)
        {
            var column = columns.AsSpan(c * target.Length, target.Length);
            var b = 0;
            for (; b <= target.Length - Vector<double>.Count; b += Vector<double>.Count)
            {
                Vector.Min(new Vector<double>(column[b..]), new Vector<double>(target[b..])).CopyTo(target[b..]);
            }

            for (; b < target.Length; b++)
            {
                target[b] = Math.Min(target[b], column[b]);
            }
        }

        for (var b = 0; b < target.Length; b++)
        {
            target[b] *= _copies;
        }
    }

    private void TakeSeveral(int[] choice, double[] columns, Span<double> target)
    {
        var cheapest = new double[_copies];
        int[] alone = [.. Enumerable.Range(0, _own.Length).Select(c => RoomBeside(c, []))];
        for (var b = 0; b < target.Length; b++)
        {
            if (around.Length > 0)
            {
                choice[around[^1]] = b;
            }

            Array.Fill(cheapest, double.PositiveInfinity);
            for (var c = 0; c < _own.Length; c++)
            {
                var cost = columns[c * target.Length + b];
                if (cost < cheapest[^1])
                {
                    Insert(cheapest, cost, HasNeighbour(choice, c) ? Room(choice, c) : alone[c]);
                }
            }

            target[b] = 0;
            foreach (var cost in cheapest)
            {
                target[b] += cost;
            }
        }

        Work += (long)target.Length * _own.Length * 2;
    }

    private bool HasNeighbour(int[] choice, int c)
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

    /// <summary>Puts a cost, so many times, among the cheapest, which stay sorted.</summary>
    private static void Insert(double[] cheapest, double cost, int times)
    {
        for (; times > 0 && cost < cheapest[^1]; times--)
        {
            var k = cheapest.Length - 1;
            for (; k > 0 && cheapest[k - 1] > cost; k--)
            {
                cheapest[k] = cheapest[k - 1];
            }

            cheapest[k] = cost;
        }
    }

    private static void Add(Span<double> target, ReadOnlySpan<double> other)
    {
        var b = 0;
        for (; b <= target.Length - Vector<double>.Count; b += Vector<double>.Count)
        {
            (new Vector<double>(target[b..]) + new Vector<double>(other[b..])).CopyTo(target[b..]);
        }

        for (; b < target.Length; b++)
        {
            target[b] += other[b];
        }
    }

    private static void AddAll(Span<double> target, double value)
    {
        for (var b = 0; b < target.Length; b++)
        {
            target[b] += value;
        }
    }

    private void Decode(int prefix, int[] choice)
    {
        if (around.Length > 0)
        {
            choice[around[^1]] = 0;
        }

        for (var k = around.Length - 2; k >= 0; k--)
        {
            choice[around[k]] = prefix % _size[around[k]];
            prefix /= _size[around[k]];
        }
    }
}
