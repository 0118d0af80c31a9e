using System.Globalization;
using System.Text;
using EdgeFlow.Planning.Bounds.Weights;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// Jobs that differ in nothing but where one group of tasks, the root, may be: copies of an application with different
/// sources. Their cheapest embeddings are found together. Groups that are alike and have the same neighbours (parallel
/// copies of a stage) form one <em>unit</em>. Immutable once built.
/// </summary>
internal sealed class JobClass
{
    // By so much a rate is above a limit for no rounding to count it as possible.
    private const double Above = 1e-7;

    /// <summary>Makes the class of a job, without the job.</summary>
    /// <param name="network">The network.</param>
    /// <param name="job">The job.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="root">The root group.</param>
    public JobClass(IndexedNetwork network, IndexedJob job, Grouping groups, int root)
    {
        (Network, Job, Groups) = (network, job, groups);
        Seconds = [.. groups.Members.Select(TimesOf)];
        Units = FindUnits(root);
        UnitOf = new int[groups.Count];
        for (var u = 0; u < Units.Length; u++)
        {
            foreach (var g in Units[u])
            {
                UnitOf[g] = u;
            }
        }

        Root = UnitOf[root];
        Plan = EliminationPlan.Make(this);
        Spread = new SpreadTree(this);
    }

    private JobClass(JobClass all, int job)
    {
        (Network, Job, Groups, Seconds) = (all.Network, all.Job, all.Groups, all.Seconds);
        (Units, UnitOf, Root, Plan, Spread) = (all.Units, all.UnitOf, all.Root, all.Plan, all.Spread);
        Jobs.Add(job, all.Jobs[job]);
    }

    /// <summary>The network.</summary>
    public IndexedNetwork Network { get; }

    /// <summary>One of the jobs: all but the root's nodes is the same in each.</summary>
    public IndexedJob Job { get; }

    /// <summary>Its groups.</summary>
    public Grouping Groups { get; }

    /// <summary>Seconds a frame of each group on each node: what must fit into a second at a rate of 1.</summary>
    public double[][] Seconds { get; }

    /// <summary>The groups of each unit.</summary>
    public int[][] Units { get; }

    /// <summary>The unit of each group.</summary>
    public int[] UnitOf { get; }

    /// <summary>The unit with the root group, which is alone in it.</summary>
    public int Root { get; }

    /// <summary>The order in which units are eliminated.</summary>
    public EliminationPlan Plan { get; }

    /// <summary>The DAG unrolled to trees, for large networks.</summary>
    public SpreadTree Spread { get; }

    /// <summary>The nodes that the root may be on, for each job of the class, by the job's number.</summary>
    public SortedDictionary<int, int[]> Jobs { get; } = [];

    /// <summary>The same class with one of its jobs.</summary>
    /// <param name="job">The job's number.</param>
    public JobClass Alone(int job) => new(this, job);

    /// <summary>The flows between two different groups that bounds count, by number.</summary>
    public IEnumerable<int> CountedFlows() =>
        Enumerable.Range(0, Job.Flows.Length).Where(f => Ends(f) is var (a, b) && a != b && !Plan.Ignored.Contains(f));

    /// <summary>The groups of a flow's tasks.</summary>
    public (int From, int To) Ends(int flow) => (Groups.Of[Job.Flows[flow].From], Groups.Of[Job.Flows[flow].To]);

    /// <summary>The rate, in frames a second, at which some group fits nowhere any more, and a little more.</summary>
    public double Possible()
    {
        var possible = double.PositiveInfinity;
        foreach (var seconds in Seconds)
        {
            possible = Math.Min(possible, 1 / Math.Max(seconds.Min(), double.Epsilon));
        }

        return possible * (1 + Above);
    }

    private double[] TimesOf(List<int> members)
    {
        var seconds = new double[Network.NodeCount];
        for (var u = 0; u < seconds.Length; u++)
        {
            foreach (var i in members)
            {
                var own = Job.Seconds(i, Network.Nodes[u]);
                seconds[u] = Network.SharedCompute ? seconds[u] + own : Math.Max(seconds[u], own);
            }
        }

        return seconds;
    }

    private int[][] FindUnits(int root)
    {
        var units = new List<int[]>();
        var taken = new bool[Groups.Count];
        var mayBeTwin = Enumerable.Repeat(true, Groups.Count).ToArray();
        for (var g = 0; g < Groups.Count; g++)
        {
            if (taken[g])
            {
                continue;
            }

            var look = Look(g);
            int[] alike = g == root || !mayBeTwin[g] || Groups.Apart.Any(p => p.A == g || p.B == g)
                ? [g]
                : [.. Enumerable.Range(g, Groups.Count - g)
                    .Where(h => h == g || (h != root && mayBeTwin[h] && !taken[h] && Look(h) == look))];
            foreach (var h in alike)
            {
                taken[h] = true;
            }

            // The neighbours of a unit of several groups stay alone: a unit is eliminated with one node for each.
            if (alike.Length > 1)
            {
                foreach (var n in Neighbours(g))
                {
                    mayBeTwin[n] = false;
                }
            }

            units.Add(alike);
        }

        return [.. units];
    }

    private IEnumerable<int> Neighbours(int group) => Enumerable.Range(0, Job.Flows.Length).Select(Ends)
        .Where(e => e.From != e.To && (e.From == group || e.To == group))
        .Select(e => e.From == group ? e.To : e.From).Distinct();

    /// <summary>Everything about a group that matters to where it is best placed.</summary>
    private string Look(int group)
    {
        var text = new StringBuilder(Describe(Job, Groups, group));
        text.Append(string.Join(',', Groups.Nodes[group]));
        foreach (var line in Enumerable.Range(0, Job.Flows.Length).Select(f => (Flow: f, Ends: Ends(f)))
            .Where(x => x.Ends.From != x.Ends.To && (x.Ends.From == group || x.Ends.To == group))
            .Select(x => x.Ends.From == group
                ? string.Create(CultureInfo.InvariantCulture, $"to {x.Ends.To} {Job.Flows[x.Flow].Bits:R}")
                : string.Create(CultureInfo.InvariantCulture, $"from {x.Ends.From} {Job.Flows[x.Flow].Bits:R}"))
            .Order(StringComparer.Ordinal))
        {
            text.Append(';').Append(line);
        }

        // Groups with a partner that they must be apart from are told from each other.
        return Groups.Apart.Any(p => p.A == group || p.B == group)
            ? string.Create(CultureInfo.InvariantCulture, $"{text} apart {group}") : text.ToString();
    }

    private static string Describe(IndexedJob job, Grouping groups, int group)
    {
        var text = new StringBuilder();
        text.Append(groups.Memory[group]).Append('|');
        foreach (var i in groups.Members[group])
        {
            text.Append(string.Create(CultureInfo.InvariantCulture, $"{job.Tasks[i].Work.Value:R} "));
            foreach (var (kind, time) in job.Tasks[i].Measured.OrderBy(m => m.Key, StringComparer.Ordinal))
            {
                text.Append(string.Create(CultureInfo.InvariantCulture, $"{kind}={time.Value:R} "));
            }
        }

        return text.Append('|').ToString();
    }

    /// <summary>Everything about a job but the root's nodes: jobs with the same are of one class.</summary>
    /// <param name="job">The job.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="root">The root group.</param>
    public static string Key(IndexedJob job, Grouping groups, int root)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{root} {job.Weight:R}"));
        text.Append(string.Join(',', groups.Of));
        for (var g = 0; g < groups.Count; g++)
        {
            text.Append('\n').Append(Describe(job, groups, g));
            text.Append(g == root ? "" : string.Join(',', groups.Nodes[g]));
        }

        foreach (var flow in job.Flows)
        {
            text.Append(string.Create(CultureInfo.InvariantCulture, $"\n{flow.From} {flow.To} {flow.Bits:R}"));
        }

        return text.Append('\n').Append(string.Join(' ', groups.Apart)).ToString();
    }
}
