namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// P3-RELAX-CVX of ENTS (Eq. 3.10 to 3.14), a linear program: min TH such that Σ_i Σ_{k: l∈P_i^k} m_i^k ≤ B_l·TH on
/// every link l and Σ_k m_i^k = V_i for every flow i, m ≥ 0. Here m_i^k = V_i·y_i^k with shares y that sum up to 1. It
/// is feasible from the start (every flow on its first path), so there is one phase: the primal simplex method over
/// <see cref="CongestionBasis"/>, entering the path (or slack) that saves most a bit, that is Dantzig's rule on the
/// printed variables m, of equal ones the first; after a run of steps that change nothing, the first that saves, and
/// the
/// first that leaves (after Bland), against going round in circles. Paths may be added after a solution; the next
/// starts
/// from it. Not thread-safe.
/// </summary>
internal sealed class CongestionProgram
{
    /// <summary>Most pivots for each link and flow; beyond, the shares reached are taken, which are feasible.</summary>
    public const int MostPivotsEach = 100;

    private const int RefreshAfter = 100;
    private const int BlandAfter = 50;
    private const double Tolerance = 1e-9;

    private readonly PathColumns[] _flows;
    private readonly double[] _scale;
    private readonly double _unit;
    private readonly double _largest;
    private readonly CongestionBasis _basis;
    private readonly long _mostPivots;
    private int _sinceRefresh;
    private int _idle;

    /// <summary>Prepares.</summary>
    /// <param name="flows">The flows, each with one path at least that crosses a link.</param>
    /// <param name="capacity">B_l of each row, above 0.</param>
    public CongestionProgram(PathColumns[] flows, double[] capacity)
    {
        _flows = flows;
        var load = new double[capacity.Length];
        foreach (var flow in flows)
        {
            foreach (var l in flow.Rows(0))
            {
                load[l] += flow.Volume;
            }
        }

        // Time is measured in what the first paths take, so that numbers are near 1 whatever the units.
        _largest = flows.Max(f => f.Volume);
        _unit = load.Zip(capacity).Max(p => p.First / p.Second);
        _scale = Array.ConvertAll(capacity, b => 1 / (b * _unit));
        _basis = new CongestionBasis(flows, _scale);
        _mostPivots = (long)MostPivotsEach * (flows.Length + capacity.Length);
    }

    /// <summary>Pivots made.</summary>
    public long Pivots { get; private set; }

    /// <summary>Counted work: pivots times links.</summary>
    public long Work => Pivots * _scale.Length;

    /// <summary>TH* of the paths there are.</summary>
    public double Time => _basis.Value[_basis.TimeAt] * _unit;

    /// <summary>The dual price of a bit on each row: what TH would gain.</summary>
    public double[] Prices()
    {
        var prices = new double[_scale.Length];
        for (var l = 0; l < prices.Length; l++)
        {
            prices[l] = Math.Max(0, -_basis.Inverse[_basis.TimeAt][l]) * _scale[l];
        }

        return prices;
    }

    /// <summary>The shares y of each flow's paths.</summary>
    public double[][] Shares()
    {
        var shares = Array.ConvertAll(_flows, f => new double[f.Count]);
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i][_basis.Key[i]] = Math.Clamp(_basis.KeyShare[i], 0, 1);
        }

        for (var p = 0; p < _basis.Flow.Length; p++)
        {
            if (_basis.Flow[p] >= 0)
            {
                shares[_basis.Flow[p]][_basis.Member[p]] = Math.Clamp(_basis.Value[p], 0, 1);
            }
        }

        return shares;
    }

    /// <summary>Goes to the optimum over the paths that are there.</summary>
    public void Solve()
    {
        while (Pivots < _mostPivots && Entering() is { } entering && Step(entering.Flow, entering.Member))
        {
            Pivots++;
            if (++_sinceRefresh >= RefreshAfter && _basis.Refresh())
            {
                _sinceRefresh = 0;
            }
        }
    }

    private (int Flow, int Member)? Entering()
    {
        var price = Array.ConvertAll(_basis.Inverse[_basis.TimeAt], p => -p);
        var (best, most) = ((Flow: CongestionBasis.Slack, Member: -1), Tolerance);
        for (var l = 0; l < price.Length; l++)
        {
            if (-price[l] > most)
            {
                (best, most) = ((CongestionBasis.Slack, l), -price[l]);
            }

            price[l] *= _scale[l];
        }

        for (var i = 0; i < _flows.Length && !(_idle > BlandAfter && best.Member >= 0); i++)
        {
            var key = Length(price, i, _basis.Key[i]);
            for (var k = 0; k < _flows[i].Count; k++)
            {
                var saves = _largest * (key - Length(price, i, k));
                if (saves > most)
                {
                    (best, most) = ((i, k), saves);
                }
            }
        }

        return best.Member >= 0 ? best : null;
    }

    private double Length(double[] price, int flow, int path)
    {
        var sum = 0.0;
        foreach (var l in _flows[flow].Rows(path))
        {
            sum += price[l];
        }

        return sum;
    }

    private bool Step(int flow, int member)
    {
        var column = flow >= 0 ? _basis.Column(flow, member) : new double[_scale.Length];
        if (flow < 0)
        {
            column[member] = 1;
        }

        var direction = _basis.Direction(column);
        var slope = KeySlopes(flow, direction);
        var (position, key, step) = Leaving(direction, slope);
        if (position < 0 && key < 0)
        {
            return false;
        }

        _idle = step > Tolerance ? 0 : _idle + 1;
        Move(direction, slope, step);
        if (key >= 0)
        {
            position = PositionOf(key);
            if (position < 0)
            {
                // The flow goes over from one path to the other as a whole: no other column changes.
                (_basis.Key[key], _basis.KeyShare[key]) = (member, step);
                return true;
            }

            _basis.SwapKey(position);
            direction[position] = -slope[key];
        }

        _basis.Replace(position, flow, member, step, direction);
        return true;
    }

    /// <summary>How fast each key's share grows when the column enters.</summary>
    private double[] KeySlopes(int entering, double[] direction)
    {
        var slope = new double[_flows.Length];
        for (var p = 0; p < direction.Length; p++)
        {
            if (_basis.Flow[p] >= 0)
            {
                slope[_basis.Flow[p]] += direction[p];
            }
        }

        if (entering >= 0)
        {
            slope[entering] -= 1;
        }

        return slope;
    }

    private (int Position, int Key, double Step) Leaving(double[] direction, double[] slope)
    {
        var (position, key, step, weight) = (-1, -1, double.PositiveInfinity, 0.0);
        for (var p = 0; p < direction.Length; p++)
        {
            if (p != _basis.TimeAt && direction[p] > Tolerance
                && IsTighter(Math.Max(0, _basis.Value[p]) / direction[p], direction[p]))
            {
                (position, key) = (p, -1);
            }
        }

        for (var i = 0; i < slope.Length; i++)
        {
            if (slope[i] < -Tolerance && IsTighter(Math.Max(0, _basis.KeyShare[i]) / -slope[i], -slope[i]))
            {
                (position, key) = (-1, i);
            }
        }

        return (position, key, step);

        // Among equals the larger pivot, but the first one where circles threaten.
        bool IsTighter(double ratio, double pivot)
        {
            var tighter = ratio < step - Tolerance || (ratio <= step && pivot > weight && _idle <= BlandAfter);
            (step, weight) = tighter ? (ratio, pivot) : (step, weight);
            return tighter;
        }
    }

    private void Move(double[] direction, double[] slope, double step)
    {
        for (var p = 0; p < direction.Length; p++)
        {
            _basis.Value[p] -= step * direction[p];
        }

        for (var i = 0; i < slope.Length; i++)
        {
            _basis.KeyShare[i] += step * slope[i];
        }
    }

    private int PositionOf(int flow)
    {
        var best = -1;
        for (var p = 0; p < _basis.Flow.Length; p++)
        {
            if (_basis.Flow[p] == flow && (best < 0 || _basis.Value[p] > _basis.Value[best]))
            {
                best = p;
            }
        }

        return best;
    }
}
