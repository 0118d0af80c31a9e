namespace EdgeFlow.Planning.Scheduling.Lists;

/// <summary>
/// HEFT with one step of lookahead: L. Bittencourt, R. Sakellariou and E. Madeira, "DAG scheduling using a lookahead
/// variant of the heterogeneous earliest finish time algorithm", PDP 2010, §3. A task is tried on every node; the node
/// is taken from which the last of its consumers, each where it is best for it, ends first. A consumer's producers that
/// are not placed yet are left out. Cost: O(N²·(T + E)·d) with d the mean number of edges of a task.
/// </summary>
public sealed class Lookahead : IListScheduler
{
    /// <inheritdoc/>
    public string Name => "lookahead/1";

    /// <inheritdoc/>
    public Schedule? Build(ScheduleProblem problem)
    {
        var partial = new PartialSchedule(problem);
        var inputs = new double[problem.NodeCount];
        foreach (var task in Ranks.Falling(problem, new Ranks(problem).Upward()))
        {
            partial.Inputs(task).CopyTo(inputs, 0);
            var (best, own, at) = (double.PositiveInfinity, double.PositiveInfinity, -1);
            for (var u = 0; u < inputs.Length; u++)
            {
                var finish = partial.FinishOn(task, u, inputs[u]);
                if (double.IsPositiveInfinity(finish))
                {
                    continue;
                }

                partial.Place(task, u);
                var last = LastConsumer(problem, partial, task, finish);
                partial.TakeBack(task);
                (best, own, at) = last < best || (last == best && finish < own) ? (last, finish, u) : (best, own, at);
            }

            if (at < 0)
            {
                return null;
            }

            partial.Place(task, at);
        }

        return partial.Result();
    }

    private static double LastConsumer(ScheduleProblem problem, PartialSchedule partial, int task, double finish)
    {
        var last = finish;
        for (var k = problem.Out.Start[task]; k < problem.Out.Start[task + 1]; k++)
        {
            last = Math.Max(last, partial.Earliest(problem.Out.Other[k]).Finish);
        }

        return last;
    }
}
