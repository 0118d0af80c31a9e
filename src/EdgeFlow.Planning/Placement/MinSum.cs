using System.Numerics;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// Finds the joint choice of all variables that minimises a sum of tables: dynamic programming over the tree
/// decomposition that an elimination order induces (Bertelè and Brioschi, Nonserial Dynamic Programming, 1972). Exact.
/// Eliminating a variable with neighbours N costs the product of the domains of N and itself, so trees cost |T|·K²,
/// diamonds and ladders |T|·K³.
/// </summary>
internal sealed class MinSum
{
    private readonly int[] _domain;
    private readonly List<Factor> _factors;

    /// <summary>Sets up the problem.</summary>
    /// <param name="domain">Number of choices of each variable, at least 1.</param>
    /// <param name="factors">The tables; those without variables must not occur.</param>
    public MinSum(int[] domain, IEnumerable<Factor> factors) => (_domain, _factors) = (domain, [.. factors]);

    /// <summary>Counted work: table cells looked at.</summary>
    public long Work { get; private set; }

    /// <summary>Minimises.</summary>
    /// <param name="order">Every variable once: the order of elimination.</param>
    /// <returns>The choice of each variable (the lowest among equals), or null when every joint choice costs
    /// infinity.</returns>
    public int[]? Solve(IReadOnlyList<int> order)
    {
        var steps = new List<(int Variable, List<Factor> Tables)>(order.Count);
        foreach (var v in order)
        {
            var touching = _factors.FindAll(f => f.Scope.Contains(v));
            _factors.RemoveAll(touching.Contains);
            int[] around = [.. touching.SelectMany(f => f.Scope).Where(s => s != v).Distinct().Order()];
            var aligned = touching.ConvertAll(f => f.Reorder([v, .. around.Where(f.Scope.Contains)], _domain));
            var result = Eliminate(v, around, aligned);
            if (around.Length > 0)
            {
                _factors.Add(result);
            }
            else if (double.IsPositiveInfinity(result.Values[0]))
            {
                return null;
            }

            steps.Add((v, aligned));
        }

        return Trace(steps);
    }

    private int[] Trace(List<(int Variable, List<Factor> Tables)> steps)
    {
        var choice = new int[_domain.Length];
        for (var k = steps.Count - 1; k >= 0; k--)
        {
            var (v, tables) = steps[k];
            var (best, at) = (double.PositiveInfinity, 0);
            for (var c = 0; c < _domain[v]; c++)
            {
                choice[v] = c;
                var sum = tables.Sum(t => t.Values[t.Offset(choice, _domain)]);
                if (sum < best)
                {
                    (best, at) = (sum, c);
                }
            }

            choice[v] = at;
        }

        return choice;
    }

    private Factor Eliminate(int v, int[] around, List<Factor> tables)
    {
        var last = around.Length > 0 ? _domain[around[^1]] : 1;
        var prefixes = 1;
        foreach (var n in around.SkipLast(1))
        {
            prefixes *= _domain[n];
        }

        var result = new double[prefixes * last];
        Array.Fill(result, double.PositiveInfinity);
        var rows = tables.FindAll(t => around.Length > 0 && t.Scope[^1] == around[^1]).ToArray();
        var scalars = tables.FindAll(t => !rows.Contains(t)).ToArray();
        var (rowStart, scalarStart) = (new int[rows.Length], new int[scalars.Length]);
        var offsets = new int[rows.Length];
        var choice = new int[_domain.Length];
        for (var prefix = 0; prefix < prefixes; prefix++)
        {
            Decode(prefix, around, choice);
            StartOf(rows, choice, rowStart);
            StartOf(scalars, choice, scalarStart);
            var target = result.AsSpan(prefix * last, last);
            for (var c = 0; c < _domain[v]; c++)
            {
                var constant = 0.0;
                for (var k = 0; k < scalars.Length; k++)
                {
                    constant += scalars[k].Values[scalarStart[k] + c * (scalars[k].Values.Length / _domain[v])];
                }

                for (var k = 0; k < rows.Length; k++)
                {
                    offsets[k] = rowStart[k] + c * (rows[k].Values.Length / _domain[v]);
                }

                TakeLower(target, constant, rows, offsets);
            }
        }

        Work += (long)prefixes * last * _domain[v];
        return new Factor(around, result);

        // Every table has the variable eliminated first and the last neighbour, if at all, last: both are 0 here.
        void StartOf(Factor[] some, int[] at, int[] starts)
        {
            at[v] = 0;
            for (var k = 0; k < some.Length; k++)
            {
                starts[k] = some[k].Offset(at, _domain);
            }
        }
    }

    private void Decode(int prefix, int[] around, int[] choice)
    {
        if (around.Length > 0)
        {
            choice[around[^1]] = 0;
        }

        for (var k = around.Length - 2; k >= 0; k--)
        {
            choice[around[k]] = prefix % _domain[around[k]];
            prefix /= _domain[around[k]];
        }
    }

    /// <summary>For every b: target[b] = min(target[b], constant + Σ rows[b]).</summary>
    private static void TakeLower(Span<double> target, double constant, Factor[] rows, int[] offsets)
    {
        var b = 0;
        if (rows.Length is 1 or 2)
        {
            var first = rows[0].Values.AsSpan(offsets[0], target.Length);
            var second = rows[^1].Values.AsSpan(offsets[^1], target.Length);
            var start = new Vector<double>(constant);
            for (; b <= target.Length - Vector<double>.Count; b += Vector<double>.Count)
            {
                var sum = start + new Vector<double>(first[b..]);
                sum = rows.Length == 1 ? sum : sum + new Vector<double>(second[b..]);
                Vector.Min(sum, new Vector<double>(target[b..])).CopyTo(target[b..]);
            }
        }

        for (; b < target.Length; b++)
        {
            var sum = constant;
            for (var k = 0; k < rows.Length; k++)
            {
                sum += rows[k].Values[offsets[k] + b];
            }

            target[b] = Math.Min(target[b], sum);
        }
    }
}
