namespace EdgeFlow.Planning.Bounds.Cuts;

/// <summary>
/// Finds the cuts of a problem: of each job the highest rate that it could have alone, by the bound of the max-min rate
/// of a network that it has to itself. Prices alone let a job take a part of an embedding that it could never have as a
/// whole, because all of its flows crowd one link, and the rest of itself elsewhere; a cut does not. Stateless.
/// </summary>
internal static class RateCuts
{
    // What a cut is short of, a job's worth is short of too; finer ones would take most of a bound's work.
    private const double Fine = 2e-3;

    // A bound that is what the job wishes, but for rounding, proves nothing of its own.
    private const double Same = 1e-6;

    // Fewer looks at a job's cheapest embeddings than these seldom prove more than that some part fits nowhere.
    private const int LeastLooks = 40;

    /// <summary>Finds them.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="work">Counted work that may be spent. Where it is not enough for all jobs, those come first whose
    /// rate alone is least certain.</param>
    /// <returns>The cuts by the jobs' numbers, and the work.</returns>
    public static (SortedDictionary<int, RateCut> Cuts, long Work) Find(BoundProblem problem, long work)
    {
        var cuts = new SortedDictionary<int, RateCut>();
        var spent = 0L;
        var order = problem.Classes
            .SelectMany(c => c.Jobs.Keys.Select(job => (Class: c, Job: job, Known: Known(c, job))))
            .Where(j => j.Known < BoundProblem.MostOf(problem.Jobs[j.Job]))
            .OrderByDescending(j => j.Class.Possible() / Math.Max(j.Known, double.Epsilon)).ThenBy(j => j.Job).ToList();
        for (var k = 0; k < order.Count; k++)
        {
            var (jobClass, job, known) = order[k];
            var part = Math.Max((work - spent) / (order.Count - k), LeastLooks * LookAt(jobClass));
            if (spent + part > work)
            {
                break;
            }

            var weight = problem.Jobs[job].Weight;
            var alone = MaxMinCertificate.Find(problem.Alone(jobClass, job), known / weight, part, Fine);
            spent += alone.Work;
            if (alone.Bound * weight < BoundProblem.MostOf(problem.Jobs[job]) * (1 - Same))
            {
                cuts.Add(job, new RateCut(problem.Jobs[job].Id, alone.Bound * weight, alone.Prices));
            }
        }

        return (cuts, spent);
    }

    /// <summary>Counted work of one look at a class' cheapest trees, at most.</summary>
    private static long LookAt(JobClass jobClass) => jobClass.Spread.Nodes.Length
        * (Weights.SpreadPaths.WorkOn(jobClass.Network) + jobClass.Network.NodeCount);

    /// <summary>A rate that a job surely has alone: whole at one of its root's nodes; 0 where it does not fit on
    /// any.</summary>
    private static double Known(JobClass jobClass, int job)
    {
        var groups = jobClass.Groups;
        if (groups.Apart.Any())
        {
            return 0;
        }

        var known = 0.0;
        foreach (var u in jobClass.Jobs[job])
        {
            var (seconds, most, memory) = (0.0, 0.0, 0L);
            for (var g = 0; g < groups.Count; g++)
            {
                var isAllowed = g == jobClass.Units[jobClass.Root][0] || Array.BinarySearch(groups.Nodes[g], u) >= 0;
                var own = isAllowed ? jobClass.Seconds[g][u] : double.PositiveInfinity;
                (seconds, most, memory) = (seconds + own, Math.Max(most, own), memory + groups.Memory[g]);
            }

            var busy = jobClass.Network.SharedCompute ? seconds : most;
            known = busy > 0 && memory <= jobClass.Network.Nodes[u].Capacity.Memory.Value
                ? Math.Max(known, 1 / busy) : known;
        }

        return known;
    }
}
