namespace EdgeFlow.Planning.Scheduling;

/// <summary>
/// Priorities of tasks by mean times (Topcuoglu, Hariri and Wu, 2002, §4.1): w̄_i is the mean time of task i over the
/// nodes that may run it, c̄_ij the mean transfer of edge (i, j) over all pairs of different nodes with a way.
/// </summary>
internal sealed class Ranks
{
    private readonly ScheduleProblem _problem;
    private readonly double _meanSecondsPerUnit;
    private readonly double _meanDelay;

    public Ranks(ScheduleProblem problem)
    {
        _problem = problem;
        Mean = new double[problem.TaskCount];
        for (var t = 0; t < Mean.Length; t++)
        {
            Mean[t] = MeanSeconds(t);
        }

        (_meanSecondsPerUnit, _meanDelay) = MeanWay(problem.Network);
    }

    /// <summary>w̄ of each task, in seconds.</summary>
    public double[] Mean { get; }

    /// <summary>c̄ of some data, in seconds.</summary>
    public double MeanTransfer(double data) => _meanDelay + data * _meanSecondsPerUnit;

    /// <summary>rank_u(i) = w̄_i + max over its consumers j of (c̄_ij + rank_u(j)) (Eq. 8 there).</summary>
    public double[] Upward()
    {
        var ranks = new double[_problem.TaskCount];
        for (var k = _problem.Order.Length - 1; k >= 0; k--)
        {
            var (t, rest) = (_problem.Order[k], 0.0);
            for (var e = _problem.Out.Start[t]; e < _problem.Out.Start[t + 1]; e++)
            {
                rest = Math.Max(rest, MeanTransfer(_problem.Out.Data[e]) + ranks[_problem.Out.Other[e]]);
            }

            ranks[t] = Mean[t] + rest;
        }

        return ranks;
    }

    /// <summary>rank_d(i) = max over its producers j of (rank_d(j) + w̄_j + c̄_ji) (Eq. 10 there).</summary>
    public double[] Downward()
    {
        var ranks = new double[_problem.TaskCount];
        foreach (var t in _problem.Order)
        {
            for (var e = _problem.In.Start[t]; e < _problem.In.Start[t + 1]; e++)
            {
                var producer = _problem.In.Other[e];
                ranks[t] = Math.Max(
                    ranks[t], ranks[producer] + Mean[producer] + MeanTransfer(_problem.In.Data[e]));
            }
        }

        return ranks;
    }

    /// <summary>The tasks by falling priority, producers before consumers also among equals.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="priority">Priorities; no consumer's is above its producer's.</param>
    public static int[] Falling(ScheduleProblem problem, double[] priority)
    {
        // Sorting keys and positions is all that is done, since this is a good part of the time of HEFT.
        var (order, keys) = (problem.Order.AsSpan().ToArray(), new (double, int)[problem.TaskCount]);
        for (var k = 0; k < order.Length; k++)
        {
            keys[k] = (-priority[order[k]], k);
        }

        Array.Sort(keys, order);
        return order;
    }

    private static (double SecondsPerUnit, double Delay) MeanWay(ScheduleNetwork network)
    {
        var (rates, delays, count) = (0.0, 0.0, 0);
        for (var u = 0; u < network.Count; u++)
        {
            for (var v = 0; v < network.Count; v++)
            {
                if (u != v && double.IsFinite(network.Delay[u * network.Count + v]))
                {
                    rates += network.SecondsPerUnit[u * network.Count + v];
                    delays += network.Delay[u * network.Count + v];
                    count++;
                }
            }
        }

        return count == 0 ? (0, 0) : (rates / count, delays / count);
    }

    private double MeanSeconds(int task)
    {
        var (sum, count) = (0.0, 0);
        foreach (var seconds in _problem.Seconds.AsSpan(task * _problem.NodeCount, _problem.NodeCount))
        {
            if (double.IsFinite(seconds))
            {
                (sum, count) = (sum + seconds, count + 1);
            }
        }

        return count > 0 ? sum / count : 0;
    }
}
