namespace EdgeFlow.Planning.Scheduling.Lists;

/// <summary>
/// DLS: G. Sih and E. Lee, "A compile-time scheduling heuristic for interconnection-constrained heterogeneous processor
/// architectures", IEEE TPDS 4(2), 1993. Of all ready tasks and nodes the pair with the highest dynamic level is taken
/// (Eq. 1 and 4 there): DL(i, u) = SL(i) − max(DA(i, u), TF(u)) + Δ(i, u), with SL the longest way of mean times to the
/// end without transfers, DA when the data are there, TF when the node is free, Δ = w̄_i − w(i, u). Nothing is put into
/// gaps. The paper takes medians for SL; means differ little and are the same as those of HEFT. Cost: O(T·R·N) with R
/// ready tasks in the mean.
/// </summary>
public sealed class DynamicLevel : IListScheduler
{
    /// <inheritdoc/>
    public string Name => "dls/1";

    /// <inheritdoc/>
    public Schedule? Build(ScheduleProblem problem)
    {
        var nodes = problem.NodeCount;
        var (partial, ranks) = (new PartialSchedule(problem), new Ranks(problem));
        var levels = StaticLevels(problem, ranks);
        var free = problem.Network.Ready.AsSpan().ToArray();
        var inputs = new double[problem.TaskCount * nodes];
        var (missing, ready) = (new int[problem.TaskCount], new List<int>());
        for (var t = 0; t < missing.Length; t++)
        {
            missing[t] = problem.In.Start[t + 1] - problem.In.Start[t];
            if (missing[t] == 0)
            {
                Enter(t);
            }
        }

        while (ready.Count > 0)
        {
            var (at, node) = Highest(problem, partial, ready, inputs, free, levels, ranks.Mean);
            if (node < 0)
            {
                return null;
            }

            var task = ready[at];
            ready[at] = ready[^1];
            ready.RemoveAt(ready.Count - 1);
            free[node] = Math.Max(free[node], partial.PlaceAfter(task, node, free[node]));
            for (var k = problem.Out.Start[task]; k < problem.Out.Start[task + 1]; k++)
            {
                if (--missing[problem.Out.Other[k]] == 0)
                {
                    Enter(problem.Out.Other[k]);
                }
            }
        }

        return partial.Result();

        void Enter(int task)
        {
            partial.Inputs(task).CopyTo(inputs, task * nodes);
            ready.Add(task);
        }
    }

    private static (int At, int Node) Highest(
        ScheduleProblem problem, PartialSchedule partial, List<int> ready, double[] inputs, double[] free,
        double[] levels, double[] means)
    {
        var (best, bestTask, at, node) = (double.NegativeInfinity, int.MaxValue, -1, -1);
        for (var k = 0; k < ready.Count; k++)
        {
            var (task, first) = (ready[k], ready[k] * free.Length);
            for (var u = 0; u < free.Length; u++)
            {
                var level = levels[task] + means[task] - problem.Seconds[first + u]
                    - Math.Max(inputs[first + u], free[u]);
                if ((level > best || (level == best && task < bestTask)) && partial.Allows(task, u))
                {
                    (best, bestTask, at, node) = (level, task, k, u);
                }
            }
        }

        return double.IsNegativeInfinity(best) ? (-1, -1) : (at, node);
    }

    private static double[] StaticLevels(ScheduleProblem problem, Ranks ranks)
    {
        var levels = new double[problem.TaskCount];
        for (var k = problem.Order.Length - 1; k >= 0; k--)
        {
            var (t, rest) = (problem.Order[k], 0.0);
            for (var e = problem.Out.Start[t]; e < problem.Out.Start[t + 1]; e++)
            {
                rest = Math.Max(rest, levels[problem.Out.Other[e]]);
            }

            levels[t] = ranks.Mean[t] + rest;
        }

        return levels;
    }
}
