using EdgeFlow.OrTools.Native;
using EdgeFlow.Planning.Bounds;

namespace EdgeFlow.OrTools.Exact;

/// <summary>
/// The max-min rate as a mixed-integer program over t = 1/λ: min t with x_gu = 1 where group g is on node u, y_fa = 1
/// where flow f passes arc a, loads w·seconds and w·bits of each resource at most t times its capacity, memory, and
/// conservation of each flow. Knowing that only rates of at least λ₀ matter takes away what is impossible at λ₀ and
/// adds
/// rounded rows (see docs/planner/bounds.md).
/// </summary>
internal sealed class MaxMinProgram
{
    private const double Slack = 1e-9;

    private readonly BoundProblem _problem;
    private readonly double _least;
    private readonly SortedDictionary<int, List<(int Variable, double Load)>> _loads = [];

    /// <summary>Builds it.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="least">The rate λ₀; 0 for the bare program, without anything that strengthens it.</param>
    /// <param name="most">No rate is higher; infinity when nothing is known.</param>
    public MaxMinProgram(BoundProblem problem, double least, double most)
    {
        (_problem, _least) = (problem, least);
        Rate = Program.AddVariable(
            most > 0 && double.IsFinite(most) ? 1 / most : 0, least > 0 ? 1 / least : double.PositiveInfinity, false,
            objective: 1);
        foreach (var jobClass in problem.Classes)
        {
            foreach (var (job, roots) in jobClass.Jobs)
            {
                AddJob(jobClass, problem.Jobs[job].Weight, roots);
            }
        }

        foreach (var (resource, terms) in _loads)
        {
            AddLoads(resource, terms);
        }
    }

    /// <summary>The program.</summary>
    public MixedProgram Program { get; } = new();

    /// <summary>The variable t.</summary>
    public int Rate { get; }

    private void AddJob(JobClass jobClass, double weight, int[] roots)
    {
        var network = _problem.Network;
        var groups = jobClass.Groups;
        var at = new int[groups.Count, network.NodeCount];
        for (var g = 0; g < groups.Count; g++)
        {
            var nodes = g == jobClass.Units[jobClass.Root][0] ? roots : groups.Nodes[g];
            for (var u = 0; u < network.NodeCount; u++)
            {
                var seconds = weight * jobClass.Seconds[g][u];
                var isPossible = nodes.Contains(u) && double.IsFinite(seconds) && _least * seconds <= 1 + Slack;
                at[g, u] = isPossible ? Program.AddVariable(0, 1, true) : -1;
                if (!isPossible)
                {
                    continue;
                }

                if (network.SharedCompute)
                {
                    Load(u, at[g, u], seconds);
                }
                else
                {
                    Program.AddRow(double.NegativeInfinity, 0, [(at[g, u], seconds), (Rate, -1)]);
                }

                Load(_problem.Loads.Memory(u), at[g, u], groups.Memory[g]);
            }

            Program.AddRow(1, 1, Placed(at, g, 1));
        }

        foreach (var (a, b) in groups.Apart)
        {
            AddApart(at, a, b);
        }

        for (var f = 0; f < jobClass.Job.Flows.Length; f++)
        {
            AddFlow(jobClass, f, weight * jobClass.Job.Flows[f].Bits, at);
        }

        AddSymmetry(jobClass, at);
    }

    private IEnumerable<(int Variable, double Coefficient)> Placed(int[,] at, int group, double coefficient)
    {
        for (var u = 0; u < at.GetLength(1); u++)
        {
            if (at[group, u] >= 0)
            {
                yield return (at[group, u], coefficient);
            }
        }
    }

    private void AddApart(int[,] at, int a, int b)
    {
        for (var u = 0; u < at.GetLength(1); u++)
        {
            if (at[a, u] >= 0 && at[b, u] >= 0)
            {
                Program.AddRow(0, 1, [(at[a, u], 1), (at[b, u], 1)]);
            }
        }
    }

    private void AddFlow(JobClass jobClass, int flow, double bits, int[,] at)
    {
        var network = _problem.Network;
        var (from, to) = jobClass.Ends(flow);
        if (from == to)
        {
            return;
        }

        var balance = Enumerable.Range(0, network.NodeCount).Select(_ => new List<(int, double)>()).ToArray();
        for (var a = 0; a < network.ArcHead.Length; a++)
        {
            var capacity = network.Capacity[network.ArcResource[a]];
            if (_least * bits <= capacity * (1 + Slack))
            {
                var passes = Program.AddVariable(0, 1, true);
                balance[network.ArcTail[a]].Add((passes, 1));
                balance[network.ArcHead[a]].Add((passes, -1));
                Load(network.ArcResource[a], passes, bits);
            }
        }

        for (var u = 0; u < balance.Length; u++)
        {
            if (at[from, u] >= 0)
            {
                balance[u].Add((at[from, u], -1));
            }

            if (at[to, u] >= 0)
            {
                balance[u].Add((at[to, u], 1));
            }

            Program.AddRow(0, 0, balance[u]);
        }
    }

    /// <summary>Groups that are alike stand in the order of their nodes.</summary>
    private void AddSymmetry(JobClass jobClass, int[,] at)
    {
        foreach (var unit in _least > 0 ? jobClass.Units : [])
        {
            foreach (var (a, b) in unit.Zip(unit.Skip(1)))
            {
                Program.AddRow(double.NegativeInfinity, 0, Enumerable.Range(0, at.GetLength(1))
                    .SelectMany(u => new[] { (at[a, u], (double)u), (at[b, u], (double)-u) }).Where(t => t.Item1 >= 0));
            }
        }
    }

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

    private void AddLoads(int resource, List<(int Variable, double Load)> terms)
    {
        var isMemory = _problem.Loads.IsMemory(resource);
        var row = terms.Select(t => (t.Variable, t.Load));
        Program.AddRow(
            double.NegativeInfinity, isMemory ? 1 : 0, isMemory ? row : row.Append((Rate, -1)));
        for (var k = 1; k <= Rounding.Most && _least > 0 && !isMemory; k++)
        {
            var rounded = terms.Select(t => (t.Variable, Rounding.Of(k, _least * t.Load)))
                .Where(t => t.Item2 > 0).ToList();
            if (rounded.Sum(t => t.Item2) > 1)
            {
                Program.AddRow(double.NegativeInfinity, 1, rounded);
            }
        }
    }
}
