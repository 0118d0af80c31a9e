using EdgeFlow.Planning.LinearPrograms;

namespace EdgeFlow.Tests.Planning.LinearPrograms;

/// <summary>
/// Solves a tiny program by trying every vertex: each choice of n tight constraints among rows and bounds. Columns
/// without an upper bound get a large one, so that an unbounded program shows by a huge objective.
/// </summary>
internal static class VertexSearch
{
    public const double Huge = 1e6;

    /// <summary>The best objective, or null when no point meets everything.</summary>
    public static double? Best(LinearProgram program)
    {
        var n = program.ColumnCount;
        var planes = new List<(double[] Normal, double Side)>();
        for (var i = 0; i < program.RowCount; i++)
        {
            planes.Add((Row(program, i), program.RightSide(i)));
        }

        for (var j = 0; j < n; j++)
        {
            var unit = new double[n];
            unit[j] = 1;
            planes.Add((unit, 0));
            planes.Add((unit, Math.Min(program.Upper(j), Huge)));
        }

        double? best = null;
        Choose(0, []);
        return best;

        void Choose(int from, List<int> chosen)
        {
            if (chosen.Count == n)
            {
                if (Solve([.. chosen.Select(c => planes[c])], n) is { } x && Meets(program, x))
                {
                    var value = Enumerable.Range(0, n).Sum(j => program.Objective(j) * x[j]);
                    best = Math.Max(best ?? value, value);
                }

                return;
            }

            for (var k = from; k < planes.Count; k++)
            {
                chosen.Add(k);
                Choose(k + 1, chosen);
                chosen.RemoveAt(chosen.Count - 1);
            }
        }
    }

    public static double[] Row(LinearProgram program, int row) =>
        [.. Enumerable.Range(0, program.ColumnCount).Select(
            j => program.Column(j).Where(t => t.Index == row).Sum(t => t.Coefficient))];

    public static bool Meets(LinearProgram program, double[] x, double slack = 1e-6)
    {
        for (var i = 0; i < program.RowCount; i++)
        {
            var over = Row(program, i).Zip(x, (a, v) => a * v).Sum() - program.RightSide(i);
            var allowed = slack * (1 + Math.Abs(program.RightSide(i)));
            if ((program.Sense(i) != RowSense.AtLeast && over > allowed)
                || (program.Sense(i) != RowSense.AtMost && over < -allowed))
            {
                return false;
            }
        }

        return Enumerable.Range(0, x.Length).All(
            j => x[j] >= -slack && x[j] <= Math.Min(program.Upper(j), Huge) * (1 + slack) + slack);
    }

    private static double[]? Solve((double[] Normal, double Side)[] planes, int n)
    {
        var a = planes.Select(p => p.Normal.Append(p.Side).ToArray()).ToArray();
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(a[i][k]));
            if (Math.Abs(a[pivot][k]) < 1e-9)
            {
                return null;
            }

            (a[k], a[pivot]) = (a[pivot], a[k]);
            for (var i = 0; i < n; i++)
            {
                var factor = i == k ? 0 : a[i][k] / a[k][k];
                for (var c = k; c <= n && factor != 0; c++)
                {
                    a[i][c] -= factor * a[k][c];
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(k => a[k][n] / a[k][k])];
    }
}
