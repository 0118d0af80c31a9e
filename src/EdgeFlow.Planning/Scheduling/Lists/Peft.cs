namespace EdgeFlow.Planning.Scheduling.Lists;

/// <summary>
/// PEFT: H. Arabnejad and J. Barbosa, "List scheduling algorithm for heterogeneous systems by an optimistic cost
/// table",
/// IEEE TPDS 25(3), 2014. OCT(i, u) is the shortest way from task i on node u to the end if every consumer went where
/// it
/// is best for it (Eq. 6): max over consumers j of min over nodes v of OCT(j, v) + w(j, v) + (c̄_ij if v ≠ u). Ready
/// tasks by the mean of their row (Eq. 7) go where finish + OCT is least (Eq. 8). Cost: O((E + T)·N).
/// </summary>
public sealed class Peft : IListScheduler
{
    /// <inheritdoc/>
    public string Name => "peft/1";

    /// <inheritdoc/>
    public Schedule? Build(ScheduleProblem problem)
    {
        var table = OptimisticCosts(problem);
        var (partial, ready) = (new PartialSchedule(problem), new ReadyQueue(problem, MeanOfRows(problem, table)));
        while (ready.TryTake(out var task))
        {
            var inputs = partial.Inputs(task);
            var (best, at) = (double.PositiveInfinity, -1);
            for (var u = 0; u < problem.NodeCount; u++)
            {
                var cost = partial.FinishOn(task, u, inputs[u]) + table[task * problem.NodeCount + u];
                (best, at) = cost < best ? (cost, u) : (best, at);
            }

            if (at < 0)
            {
                return null;
            }

            partial.Place(task, at);
        }

        return partial.Result();
    }

    private static double[] OptimisticCosts(ScheduleProblem problem)
    {
        var (nodes, ranks) = (problem.NodeCount, new Ranks(problem));
        var table = new double[problem.TaskCount * nodes];
        for (var k = problem.Order.Length - 1; k >= 0; k--)
        {
            var task = problem.Order[k];
            for (var e = problem.Out.Start[task]; e < problem.Out.Start[task + 1]; e++)
            {
                var (first, mean) = (problem.Out.Other[e] * nodes, ranks.MeanTransfer(problem.Out.Data[e]));
                var anywhere = double.PositiveInfinity;
                for (var v = 0; v < nodes; v++)
                {
                    anywhere = Math.Min(anywhere, table[first + v] + problem.Seconds[first + v]);
                }

                for (var u = 0; u < nodes; u++)
                {
                    // The best of the other nodes need not be looked for: staying is never dearer than going there from
                    // here.
                    var rest = Math.Min(anywhere + mean, table[first + u] + problem.Seconds[first + u]);
                    table[task * nodes + u] = Math.Max(table[task * nodes + u], rest);
                }
            }
        }

        return table;
    }

    private static double[] MeanOfRows(ScheduleProblem problem, double[] table)
    {
        var means = new double[problem.TaskCount];
        for (var t = 0; t < means.Length; t++)
        {
            var (sum, count) = (0.0, 0);
            foreach (var cost in table.AsSpan(t * problem.NodeCount, problem.NodeCount))
            {
                (sum, count) = double.IsFinite(cost) ? (sum + cost, count + 1) : (sum, count);
            }

            means[t] = count > 0 ? sum / count : 0;
        }

        return means;
    }
}
