using System.Numerics;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// One step of the dynamic programming: for every choice of a unit's neighbours, the cheapest nodes for its groups. The
/// groups of a unit are alike, so that a node takes the cheapest as long as it has room for another at the rate in
/// question, by its time, its memory and the flows that its links can carry: the m cheapest places, counted with that
/// room, are the exact minimum. A neighbour whose links cannot carry all flows keeps some of the groups on its own
/// node.
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
    private const int PlacesAtOnce = 8;

    private readonly int[] _size = [.. domain.Select(d => d.Length)];
    private readonly int[] _own = domain[unit];
    private readonly int _copies = jobClass.Units[unit].Length;
    private readonly double[] _unary = [.. domain[unit].Select(n => costs.Group[jobClass.Units[unit][0]][n])];

    private readonly UnitRoom _room = new(jobClass, costs, unit, around, domain);
    private readonly List<int> _open = [];

    /// <summary>Counted work: cells looked at.</summary>
    public long Work { get; private set; }

    /// <summary>The table over the neighbours.</summary>
    public Factor Run()
    {
        var last = around.Length > 0 ? _size[around[^1]] : 1;
        var prefixes = around.SkipLast(1).Aggregate(1, (product, n) => product * _size[n]);
        var result = new double[prefixes * last];
        var choice = new int[domain.Length];
        var isRoomy = _room.IsAmple();
        int[] alone = isRoomy ? [] : [.. Enumerable.Range(0, _own.Length).Select(_room.Alone)];
        var columns = new double[_own.Length * last];
        for (var prefix = 0; prefix < prefixes; prefix++)
        {
            Decode(prefix, choice);
            FillColumns(choice, columns, last);
            var target = result.AsSpan(prefix * last, last);
            TakeLowest(columns, target);
            if (!isRoomy)
            {
                TakeSeveral(choice, columns, alone, target);
            }

            Work += _own.Length / PlacesAtOnce + (long)_open.Count * last;
        }

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

        if (_copies == 1)
        {
            return [Array.IndexOf(cost, cost.Min())];
        }

        var picks = new List<int>(_copies);
        foreach (var (c, times) in _room.Kept(choice))
        {
            picks.AddRange(Enumerable.Repeat(c, times));
        }

        foreach (var c in Enumerable.Range(0, cost.Length).OrderBy(c => cost[c]).ThenBy(c => c))
        {
            var room = _room.At(choice, c) - picks.Count(p => p == c);
            picks.AddRange(Enumerable.Repeat(c, Math.Clamp(room, 0, _copies - picks.Count)));
        }

        return [.. picks];
    }

    /// <summary>columns[k · last + b]: cost of the unit at the k-th of the places that are open beside the chosen
    /// neighbours, with the last neighbour at b. At high rates few places are.</summary>
    private void FillColumns(int[] choice, double[] columns, int last)
    {
        _open.Clear();
        for (var c = 0; c < _own.Length; c++)
        {
            choice[unit] = c;
            var cost = _unary[c];
            foreach (var table in tables)
            {
                cost += EndsWithLast(table) ? 0 : table.Values[table.Offset(choice, _size)];
            }

            if (double.IsPositiveInfinity(cost))
            {
                continue;
            }

            var column = columns.AsSpan(_open.Count * last, last);
            column.Fill(cost);
            foreach (var table in tables)
            {
                if (EndsWithLast(table))
                {
                    choice[around[^1]] = 0;
                    Add(column, table.Values.AsSpan(table.Offset(choice, _size), last));
                }
            }

            _open.Add(c);
        }
    }

    private bool EndsWithLast(Factor table) => around.Length > 0 && table.Scope[^1] == around[^1];

    /// <summary>Every copy at the cheapest place, as if there were room.</summary>
    private void TakeLowest(double[] columns, Span<double> target)
    {
        target.Fill(double.PositiveInfinity);
        for (var k = 0; k < _open.Count; k++)
        {
            var column = columns.AsSpan(k * target.Length, target.Length);
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

    private void TakeSeveral(int[] choice, double[] columns, int[] alone, Span<double> target)
    {
        var cheapest = new double[_copies];
        for (var b = 0; b < target.Length; b++)
        {
            if (double.IsPositiveInfinity(target[b]))
            {
                // Not one of the copies has a place.
                continue;
            }

            if (around.Length > 0)
            {
                choice[around[^1]] = b;
            }

            var kept = _room.Kept(choice);
            var (cost, left) = Keep(kept, choice, columns, b, target.Length);
            target[b] = cost;
            Work += _open.Count * 2;
            if (left <= 0 || double.IsPositiveInfinity(cost))
            {
                continue;
            }

            var rest = cheapest.AsSpan(0, left);
            rest.Fill(double.PositiveInfinity);
            for (var k = 0; k < _open.Count; k++)
            {
                var (c, one) = (_open[k], columns[k * target.Length + b]);
                if (one < rest[^1])
                {
                    var room = _room.HasNeighbour(choice, c) ? _room.At(choice, c) : alone[c];
                    Insert(rest, one, kept.Count == 0 ? room : room - Times(kept, c));
                }
            }

            foreach (var one in rest)
            {
                target[b] += one;
            }
        }
    }

    /// <summary>Cost of the groups that are kept, and how many others are left.</summary>
    private (double Cost, int Left) Keep(
        List<(int Place, int Times)> kept, int[] choice, double[] columns, int b, int width)
    {
        var (cost, left) = (0.0, _copies);
        foreach (var (place, times) in kept)
        {
            left -= times;
            var k = place < 0 ? -1 : _open.BinarySearch(place);
            cost += k < 0 || times > _room.At(choice, place) ? double.PositiveInfinity
                : times * columns[k * width + b];
        }

        return (left < 0 ? double.PositiveInfinity : cost, left);
    }

    private static int Times(List<(int Place, int Times)> kept, int place)
    {
        foreach (var (at, times) in kept)
        {
            if (at == place)
            {
                return times;
            }
        }

        return 0;
    }

    /// <summary>Puts a cost, so many times, among the cheapest, which stay sorted.</summary>
    private static void Insert(Span<double> cheapest, double cost, int times)
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
