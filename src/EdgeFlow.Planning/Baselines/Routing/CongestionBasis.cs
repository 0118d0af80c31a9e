namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// The basis of the routing program by generalised upper bounding (Dantzig and van Slyke, 1967). Of every flow one path
/// is its <em>key</em>, whose share follows from the others', so that the working basis has a row a link only and not
/// also one a flow. The working basis holds TH, slacks, and paths beyond the keys; its inverse is kept dense. A path's
/// column is what it adds to the links minus what the key adds.
/// </summary>
internal sealed class CongestionBasis
{
    /// <summary>Marks the slack of a row in <see cref="Flow"/>.</summary>
    public const int Slack = -1;

    /// <summary>Marks TH in <see cref="Flow"/>.</summary>
    public const int Time = -2;

    private readonly PathColumns[] _flows;
    private readonly double[] _scale;

    /// <summary>Starts with every flow on its first path.</summary>
    /// <param name="flows">The flows.</param>
    /// <param name="scale">For each row, the part of its capacity that one bit takes.</param>
    public CongestionBasis(PathColumns[] flows, double[] scale)
    {
        (_flows, _scale) = (flows, scale);
        Key = new int[flows.Length];
        KeyShare = new double[flows.Length];
        Array.Fill(KeyShare, 1);
        var rows = scale.Length;
        var load = new double[rows];
        for (var i = 0; i < flows.Length; i++)
        {
            AddColumn(load, i, 0, 1);
        }

        TimeAt = Enumerable.Range(0, rows).MaxBy(l => load[l]);
        (Flow, Member) = (new int[rows], new int[rows]);
        Inverse = new double[rows][];
        Value = new double[rows];
        for (var l = 0; l < rows; l++)
        {
            (Flow[l], Member[l]) = (l == TimeAt ? Time : Slack, l);
            Inverse[l] = new double[rows];
            Inverse[l][l] = 1;
            Inverse[l][TimeAt] = -1;
            Value[l] = l == TimeAt ? load[l] : load[TimeAt] - load[l];
        }
    }

    /// <summary>What each position holds: the flow of a path, <see cref="Slack"/> or <see cref="Time"/>.</summary>
    public int[] Flow { get; }

    /// <summary>The path's number in its flow, or the slack's row.</summary>
    public int[] Member { get; }

    /// <summary>The value at each position.</summary>
    public double[] Value { get; }

    /// <summary>The position of TH; it never leaves.</summary>
    public int TimeAt { get; }

    /// <summary>The key path of each flow.</summary>
    public int[] Key { get; }

    /// <summary>The key's share y of each flow.</summary>
    public double[] KeyShare { get; }

    /// <summary>Inverse of the working basis, row by row.</summary>
    public double[][] Inverse { get; private set; }

    /// <summary>Inverse times a column: how the values fall when it enters.</summary>
    public double[] Direction(double[] column)
    {
        var direction = new double[column.Length];
        var used = Enumerable.Range(0, column.Length).Where(l => column[l] != 0).ToArray();
        for (var p = 0; p < direction.Length; p++)
        {
            var row = Inverse[p];
            var sum = 0.0;
            foreach (var l in used)
            {
                sum += row[l] * column[l];
            }

            direction[p] = sum;
        }

        return direction;
    }

    /// <summary>The reduced column of a path.</summary>
    public double[] Column(int flow, int path)
    {
        var column = new double[_scale.Length];
        AddColumn(column, flow, path, 1);
        AddColumn(column, flow, Key[flow], -1);
        return column;
    }

    /// <summary>Makes the path at a position the key of its flow, and puts the old key there.</summary>
    public void SwapKey(int position)
    {
        var flow = Flow[position];
        var row = new double[_scale.Length];
        for (var p = 0; p < Flow.Length; p++)
        {
            for (var l = 0; l < row.Length && Flow[p] == flow; l++)
            {
                row[l] -= Inverse[p][l];
            }
        }

        Inverse[position] = row;
        (Key[flow], Member[position]) = (Member[position], Key[flow]);
        (KeyShare[flow], Value[position]) = (Value[position], KeyShare[flow]);
    }

    /// <summary>Puts what enters at a position; what was there leaves.</summary>
    public void Replace(int position, int flow, int member, double value, double[] direction)
    {
        var pivot = Inverse[position];
        var factor = 1 / direction[position];
        for (var l = 0; l < pivot.Length; l++)
        {
            pivot[l] *= factor;
        }

        for (var p = 0; p < direction.Length; p++)
        {
            if (p == position || direction[p] == 0)
            {
                continue;
            }

            var (row, times) = (Inverse[p], direction[p]);
            for (var l = 0; l < row.Length; l++)
            {
                row[l] -= times * pivot[l];
            }
        }

        (Flow[position], Member[position], Value[position]) = (flow, member, value);
    }

    /// <summary>
    /// Computes inverse and values anew from the basis alone, so that errors of rounding do not pile up.
    /// </summary>
    /// <returns>Whether the basis is regular; if not, nothing is changed.</returns>
    public bool Refresh()
    {
        var rows = _scale.Length;
        var columns = Enumerable.Range(0, rows).Select(Basic).ToArray();
        if (DenseInverse.Of(columns) is not { } inverse)
        {
            return false;
        }

        Inverse = inverse;
        var right = new double[rows];
        for (var i = 0; i < _flows.Length; i++)
        {
            AddColumn(right, i, Key[i], -1);
        }

        Direction(right).CopyTo(Value, 0);
        Array.Fill(KeyShare, 1);
        for (var p = 0; p < rows; p++)
        {
            if (Flow[p] >= 0)
            {
                KeyShare[Flow[p]] -= Value[p];
            }
        }

        return true;
    }

    private double[] Basic(int position)
    {
        if (Flow[position] >= 0)
        {
            return Column(Flow[position], Member[position]);
        }

        var column = new double[_scale.Length];
        if (Flow[position] == Slack)
        {
            column[Member[position]] = 1;
        }
        else
        {
            Array.Fill(column, -1);
        }

        return column;
    }

    private void AddColumn(double[] to, int flow, int path, double times)
    {
        foreach (var l in _flows[flow].Rows(path))
        {
            to[l] += times * _flows[flow].Volume * _scale[l];
        }
    }
}
