using EdgeFlow.OrTools.Native;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.OrTools.Exact;

/// <summary>
/// The best rates as a mixed-integer program: r_j the rate of job j; x_gu = 1 where group g is on node u and z_gu = its
/// rate there, 0 ≤ z_gu ≤ most · x_gu, Σ_u z_gu = r_j; y_fa = 1 where flow f passes arc a and w_fa = its rate there,
/// with the conservation of both. Then Σ seconds · z ≤ 1 on a node and Σ bits · w + y ≤ capacity on a link (one bit a
/// second is kept for each crossing, as all plans do) are linear, and exact, since x and y are 0 or 1. Logarithms are
/// bounded by their tangents, of which more are added where the last solution lies (Duran and Grossmann, 1986).
/// </summary>
internal sealed class RateProgram
{
    private const double LeastLog = -28;
    private const int FirstTangents = 24;
    private const double TangentRatio = 0.5;

    private readonly BoundProblem _problem;
    private readonly Objective _objective;
    private readonly SortedDictionary<int, List<(int Variable, double Load)>> _loads = [];
    private readonly Dictionary<int, int> _logs = [];
    private readonly int _level;

    /// <summary>Builds it.</summary>
    /// <param name="problem">The problem; every job has a node.</param>
    /// <param name="objective">The objective; not that of batch jobs.</param>
    /// <param name="least">Only solutions of at least this value count.</param>
    /// <param name="most">No solution has a higher value; infinity when nothing is known.</param>
    public RateProgram(BoundProblem problem, Objective objective, double least, double most)
    {
        (_problem, _objective) = (problem, objective);
        Program = new MixedProgram { Maximise = true };
        Rates = new int[problem.Jobs.Length];
        _level = objective == Objective.MaxMin ? Program.AddVariable(0, MostRate, false, 1) : -1;
        var worth = new List<(int Variable, double Coefficient)>();
        if (_level >= 0)
        {
            worth.Add((_level, 1));
        }

        foreach (var jobClass in problem.Classes)
        {
            foreach (var (job, roots) in jobClass.Jobs)
            {
                worth.AddRange(AddJob(job, jobClass, roots));
            }
        }

        foreach (var (resource, terms) in _loads)
        {
            Program.AddRow(double.NegativeInfinity, 1, terms.Select(t => (t.Variable, t.Load)));
        }

        Program.AddRow(least, most, worth);
    }

    /// <summary>The program.</summary>
    public MixedProgram Program { get; }

    /// <summary>r of each job.</summary>
    public int[] Rates { get; }

    /// <summary>Where each job is.</summary>
    public List<JobVariables> Placed { get; } = [];

    private static double MostRate => IndexedJob.MaxRate;

    /// <summary>Adds a tangent of each logarithm at its rate in a solution.</summary>
    public void Refine(IReadOnlyList<double> values)
    {
        foreach (var (job, log) in _logs)
        {
            AddTangent(log, Rates[job], Math.Max(values[Rates[job]], 1e-9));
        }
    }

    private IEnumerable<(int Variable, double Coefficient)> AddJob(int number, JobClass jobClass, int[] roots)
    {
        var (network, groups, job) = (_problem.Network, jobClass.Groups, _problem.Jobs[number]);
        var isChoice = _objective == Objective.Admission;
        var most = isChoice ? job.RequiredRate : Math.Min(BoundProblem.MostOf(job), AloneAtMost(jobClass, roots));
        var (accepted, worth) = AddRate(number, job, most, isChoice);
        var (at, rateAt) = (new int[groups.Count, network.NodeCount], new int[groups.Count, network.NodeCount]);
        for (var g = 0; g < groups.Count; g++)
        {
            var nodes = g == jobClass.Units[jobClass.Root][0] ? roots : groups.Nodes[g];
            for (var u = 0; u < network.NodeCount; u++)
            {
                (at[g, u], rateAt[g, u]) = nodes.Contains(u) ? AddHost(jobClass, g, u, most) : (-1, -1);
            }

            Program.AddRow(accepted < 0 ? 1 : 0, accepted < 0 ? 1 : 0,
                accepted < 0 ? Terms(at, g, 1) : Terms(at, g, 1).Append((accepted, -1)));
            Program.AddRow(0, 0, Terms(rateAt, g, 1).Append((Rates[number], -1)));
        }

        foreach (var (a, b) in groups.Apart)
        {
            for (var u = 0; u < network.NodeCount; u++)
            {
                if (at[a, u] >= 0 && at[b, u] >= 0)
                {
                    Program.AddRow(0, 1, [(at[a, u], 1), (at[b, u], 1)]);
                }
            }
        }

        AddSymmetry(jobClass, at);
        Placed.Add(new JobVariables(number, groups, at,
            [.. Enumerable.Range(0, job.Flows.Length).Select(f => AddFlow(jobClass, f, most, at, rateAt))]));
        return worth;
    }

    /// <summary>The rate of a job with what it is worth, and whether it is accepted where that is a choice.</summary>
    private (int Accepted, List<(int Variable, double Coefficient)> Worth) AddRate(
        int number, IndexedJob job, double most, bool isChoice)
    {
        var value = RateValue.Of(_objective, _problem.Jobs)[number];
        var slope = _objective == Objective.MaxMin ? 0 : value.Slope;
        var rate = Rates[number] = Program.AddVariable(isChoice ? 0 : job.RequiredRate, most, false, slope);
        var worth = new List<(int, double)> { (rate, slope) };
        if (isChoice)
        {
            var accepted = Program.AddVariable(0, 1, true, value.Fixed);
            Program.AddRow(0, 0, [(rate, 1), (accepted, -job.RequiredRate)]);
            worth.Add((accepted, value.Fixed));
            return (accepted, worth);
        }

        if (_objective == Objective.ProportionalFair)
        {
            var log = _logs[number] = Program.AddVariable(LeastLog, double.PositiveInfinity, false, job.Weight);
            worth.Add((log, job.Weight));
            for (var (k, at) = (0, most); k < FirstTangents; k++, at *= TangentRatio)
            {
                AddTangent(log, rate, at);
            }
        }
        else if (_level >= 0)
        {
            Program.AddRow(0, double.PositiveInfinity, [(rate, 1), (_level, -job.Weight)]);
        }

        return (-1, worth);
    }

    // ln r ≤ ln p + (r − p) / p.
    private void AddTangent(int log, int rate, double at) =>
        Program.AddRow(double.NegativeInfinity, Math.Log(at) - 1, [(log, 1), (rate, -1 / at)]);

    private double AloneAtMost(JobClass jobClass, int[] roots)
    {
        var most = MostRate;
        for (var g = 0; g < jobClass.Groups.Count; g++)
        {
            var nodes = g == jobClass.Units[jobClass.Root][0] ? roots : jobClass.Groups.Nodes[g];
            most = Math.Min(most, 1 / nodes.Min(u => jobClass.Seconds[g][u]));
        }

        return most;
    }

    private (int At, int Rate) AddHost(JobClass jobClass, int group, int node, double most)
    {
        var seconds = jobClass.Seconds[group][node];
        if (!double.IsFinite(seconds))
        {
            return (-1, -1);
        }

        var (at, rate) = AddPart(seconds > 0 ? Math.Min(most, 1 / seconds) : most);
        if (_problem.Network.SharedCompute)
        {
            Load(node, rate, seconds);
        }

        Load(_problem.Loads.Memory(node), at, jobClass.Groups.Memory[group]);
        return (at, rate);
    }

    /// <summary>A choice and the rate that goes with it.</summary>
    private (int Choice, int Rate) AddPart(double most)
    {
        var (choice, rate) = (Program.AddVariable(0, 1, true), Program.AddVariable(0, most, false));
        Program.AddRow(double.NegativeInfinity, 0, [(rate, 1), (choice, -most)]);
        return (choice, rate);
    }

    private int[] AddFlow(JobClass jobClass, int flow, double most, int[,] at, int[,] rateAt)
    {
        var (network, bits) = (_problem.Network, jobClass.Job.Flows[flow].Bits);
        var (from, to) = jobClass.Ends(flow);
        if (from == to)
        {
            return [];
        }

        var arcs = new int[network.ArcHead.Length];
        var (ways, rates) = (new List<(int, double)>[network.NodeCount], new List<(int, double)>[network.NodeCount]);
        for (var u = 0; u < network.NodeCount; u++)
        {
            (ways[u], rates[u]) = (Ends(at, u), Ends(rateAt, u));
        }

        for (var a = 0; a < arcs.Length; a++)
        {
            var capacity = network.Capacity[network.ArcResource[a]];
            arcs[a] = -1;
            if (capacity >= 1)
            {
                var (passes, rate) = AddPart(bits > 0 ? Math.Min(most, capacity / bits) : most);
                Join(ways, passes, network.ArcTail[a], network.ArcHead[a]);
                Join(rates, rate, network.ArcTail[a], network.ArcHead[a]);
                Load(network.ArcResource[a], rate, bits);
                Load(network.ArcResource[a], passes, 1);
                arcs[a] = passes;
            }
        }

        // A node is passed once at most: with circles beside its way a flow could be split among them.
        for (var u = 0; u < network.NodeCount; u++)
        {
            var node = u;
            AtMostOne(arcs, a => network.ArcTail[a] == node);
            AtMostOne(arcs, a => network.ArcHead[a] == node);
        }

        Array.ForEach(ways, terms => Program.AddRow(0, 0, terms));
        Array.ForEach(rates, terms => Program.AddRow(0, 0, terms));
        return arcs;

        List<(int, double)> Ends(int[,] variables, int u) =>
        [
            .. new[] { (variables[from, u], -1.0), (variables[to, u], 1.0) }.Where(t => t.Item1 >= 0),
        ];
    }

    private void AtMostOne(int[] arcs, Func<int, bool> isOne) => Program.AddRow(
        double.NegativeInfinity, 1,
        Enumerable.Range(0, arcs.Length).Where(a => arcs[a] >= 0 && isOne(a)).Select(a => (arcs[a], 1.0)));

    private static void Join(List<(int, double)>[] balance, int variable, int tail, int head)
    {
        balance[tail].Add((variable, 1));
        balance[head].Add((variable, -1));
    }

    /// <summary>Groups that are alike stand in the order of their nodes.</summary>
    private void AddSymmetry(JobClass jobClass, int[,] at)
    {
        foreach (var (a, b) in jobClass.Units.SelectMany(unit => unit.Zip(unit.Skip(1))))
        {
            Program.AddRow(double.NegativeInfinity, 0, Enumerable.Range(0, at.GetLength(1))
                .SelectMany(u => new[] { (at[a, u], (double)u), (at[b, u], (double)-u) }).Where(t => t.Item1 >= 0));
        }
    }

    private static IEnumerable<(int Variable, double Coefficient)> Terms(int[,] at, int group, double coefficient) =>
        Enumerable.Range(0, at.GetLength(1)).Where(u => at[group, u] >= 0).Select(u => (at[group, u], coefficient));

    // In parts of the capacity, so that all rows are of one size.
    private void Load(int resource, int variable, double size)
    {
        if (size > 0)
        {
            if (!_loads.TryGetValue(resource, out var terms))
            {
                _loads.Add(resource, terms = []);
            }

            terms.Add((variable, size / _problem.Loads.Capacity(resource)));
        }
    }
}
