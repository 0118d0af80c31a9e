namespace EdgeFlow.Planning.Scheduling.Lists;

/// <summary>
/// HEFT: H. Topcuoglu, S. Hariri and M. Wu, "Performance-effective and low-complexity task scheduling for heterogeneous
/// computing", IEEE TPDS 13(3), 2002, §4.2. Tasks by falling upward rank (Eq. 8) go where they finish first (Eq. 6),
/// into
/// a gap where one holds them. Cost: O(E·N) for the inputs, O(T·N·log T) and the gaps looked at for the rest.
/// </summary>
public sealed class Heft : IListScheduler
{
    /// <inheritdoc/>
    public string Name => "heft/1";

    /// <inheritdoc/>
    public Schedule? Build(ScheduleProblem problem) =>
        InOrder(problem, Ranks.Falling(problem, new Ranks(problem).Upward()));

    /// <summary>Places tasks in an order, each where it finishes first.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="order">All tasks, producers before consumers.</param>
    internal static Schedule? InOrder(ScheduleProblem problem, int[] order)
    {
        var partial = new PartialSchedule(problem);
        foreach (var task in order)
        {
            var (node, _) = partial.Earliest(task);
            if (node < 0)
            {
                return null;
            }

            partial.Place(task, node);
        }

        return partial.Result();
    }
}
