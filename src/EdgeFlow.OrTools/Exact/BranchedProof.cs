using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.OrTools.Exact;

/// <summary>
/// The best max-min rate with its proof, where prices alone leave a gap: whether some group of tasks is on some node or
/// not are two snapshots that each bind placements more, and what is proven of both is proven of the one (branch and
/// bound over <see cref="MaxMinProof"/>; Barnhart et al., "Branch-and-price: column generation for solving huge
/// integer programs", 1998). Where a relaxation has each job in one embedding, that is a better plan, and the rest is
/// tried above its rate. Needs no solver. Used once; not thread-safe.
/// </summary>
/// <param name="snapshot">The snapshot.</param>
/// <param name="known">A rate that some plan has, above 0.</param>
/// <param name="settle">Finds the best rate above one that is known, or that one where there is none, in a problem
/// whose relaxation only routes divide; null, or gives null, where that cannot be told.</param>
internal sealed class BranchedProof(
    NetworkSnapshot snapshot, double known, Func<BoundProblem, double, double?>? settle = null)
{
    /// <summary>Most snapshots that are looked at.</summary>
    public const int MostBranches = 2_000;

    /// <summary>Most plans that one relaxation is rounded to.</summary>
    public const int MostChoices = 256;

    /// <summary>A part of a job that is so near to none or all of it counts as that.</summary>
    private const double Whole = 1e-6;

    private readonly List<BoundedEmbedding> _pool = [];
    private readonly Stack<NetworkSnapshot> _open = new([snapshot]);

    /// <summary>The best rate known.</summary>
    public double Rate { get; private set; } = known;

    /// <summary>How many snapshots were looked at.</summary>
    public int Branches { get; private set; }

    /// <summary>Counted work.</summary>
    public long Work { get; private set; }

    /// <summary>Tries.</summary>
    /// <param name="work">Work that may be spent.</param>
    /// <returns>Whether <see cref="Rate"/> is proven to be the best; without it, it is only known.</returns>
    public bool Run(long work)
    {
        while (_open.TryPop(out var bound))
        {
            if (Branches++ == MostBranches || Work >= work)
            {
                return false;
            }

            var problem = new BoundProblem(bound);
            var level = Rate * (1 + ExactMaxMin.Same / 2);
            if (problem.Nowhere.Count > 0 || Relax(problem, level, work) is not { } spread)
            {
                continue;
            }

            if (Choose(problem, spread) is { } choice)
            {
                _open.Push(Without(bound, problem, choice));
                _open.Push(With(bound, problem, choice));
            }
            else if (BestOf(problem, spread) is var rate && rate > level * (1 - ExactMaxMin.Same / 4))
            {
                Rate = rate;
                _open.Push(bound);
            }
            else if (settle?.Invoke(problem, Rate) is { } settled)
            {
                Rate = Math.Max(Rate, settled);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How the relaxation spreads the jobs over embeddings at a rate; null where it cannot.</summary>
    private IReadOnlyList<(BoundedEmbedding Embedding, double Part)>? Relax(
        BoundProblem problem, double level, long work)
    {
        var proof = new MaxMinProof(problem, level);
        var pool = _pool.FindAll(e => IsAllowed(problem, e));
        var before = pool.Count;
        var succeeded = proof.Run(pool, work - Work);
        _pool.AddRange(pool.Skip(before));
        Work += proof.Work;
        return succeeded ? null : proof.Spread;
    }

    /// <summary>The best rate of those plans that take one embedding of each job, or 0.</summary>
    private static double BestOf(
        BoundProblem problem, IReadOnlyList<(BoundedEmbedding Embedding, double Part)> spread)
    {
        var embeddings = spread.OrderByDescending(s => s.Part).Select(s => s.Embedding)
            .Where(e => IsWhole(problem, e)).GroupBy(e => e.Job).ToList();
        return embeddings.Count < problem.JobNumbers.Length ? 0 : embeddings.Aggregate(
            (IEnumerable<BoundedEmbedding[]>)[[]],
            (chosen, next) => chosen.SelectMany(c => next.Select(e => (BoundedEmbedding[])[.. c, e])))
            .Take(MostChoices).Max(c => RateOf(problem, c));
    }

    /// <summary>Whether an embedding has all that its job has, and no two groups together that must be apart.</summary>
    private static bool IsWhole(BoundProblem problem, BoundedEmbedding embedding)
    {
        var jobClass = ClassOf(problem, embedding.Job);
        return !jobClass.Plan.Ignored.Any()
            && jobClass.Groups.Apart.All(p => embedding.Node[p.A] != embedding.Node[p.B]);
    }

    /// <summary>The rate of all jobs, each with its embedding; 0 where memory does not suffice.</summary>
    private static double RateOf(BoundProblem problem, BoundedEmbedding[] chosen)
    {
        var (loads, rate) = (new double[problem.Loads.Count], double.PositiveInfinity);
        foreach (var embedding in chosen)
        {
            var weight = problem.Jobs[embedding.Job].Weight;
            var most = Math.Min(embedding.MostRate, BoundProblem.MostOf(problem.Jobs[embedding.Job]));
            rate = Math.Min(rate, most / weight);
            foreach (var (resource, size) in embedding.Items)
            {
                loads[resource] += size * (problem.Loads.IsMemory(resource) ? 1 : weight);
            }
        }

        for (var r = 0; r < loads.Length; r++)
        {
            var (capacity, isMemory) = (problem.Loads.Capacity(r), problem.Loads.IsMemory(r));
            rate = isMemory && loads[r] > capacity ? 0
                : !isMemory && loads[r] > 0 ? Math.Min(rate, capacity / loads[r]) : rate;
        }

        return rate;
    }

    private static JobClass ClassOf(BoundProblem problem, int job) =>
        problem.Classes.First(c => c.Jobs.ContainsKey(job));

    private static bool IsAllowed(BoundProblem problem, BoundedEmbedding embedding)
    {
        var jobClass = ClassOf(problem, embedding.Job);
        var root = jobClass.Units[jobClass.Root][0];
        return embedding.Node.Index().All(
            n => (n.Index == root ? jobClass.Jobs[embedding.Job] : jobClass.Groups.Nodes[n.Index]).Contains(n.Item));
    }

    /// <summary>The groups that are alike and the node of which the relaxation says least whether one of them is
    /// there.</summary>
    private static (int Job, int[] Unit, int Node)? Choose(
        BoundProblem problem, IReadOnlyList<(BoundedEmbedding Embedding, double Part)> spread)
    {
        var best = ((int Job, int[] Unit, int Node)?)null;
        var doubt = Whole;
        foreach (var jobClass in problem.Classes)
        {
            foreach (var job in jobClass.Jobs.Keys)
            {
                var parts = spread.Where(s => s.Embedding.Job == job).ToList();
                foreach (var unit in jobClass.Units)
                {
                    var nodes = parts.SelectMany(p => unit.Select(g => p.Embedding.Node[g])).Distinct().Order();
                    foreach (var node in nodes)
                    {
                        var part = parts.Where(p => unit.Any(g => p.Embedding.Node[g] == node)).Sum(p => p.Part);
                        if (Math.Min(part, 1 - part) > doubt)
                        {
                            (best, doubt) = ((job, unit, node), Math.Min(part, 1 - part));
                        }
                    }
                }
            }
        }

        return best;
    }

    /// <summary>One of the groups is on the node: the first, since they are alike.</summary>
    private static NetworkSnapshot With(
        NetworkSnapshot bound, BoundProblem problem, (int Job, int[] Unit, int Node) choice) =>
        Bind(bound, problem, choice.Job, [choice.Unit[0]], u => u == choice.Node);

    /// <summary>None of the groups is on the node.</summary>
    private static NetworkSnapshot Without(
        NetworkSnapshot bound, BoundProblem problem, (int Job, int[] Unit, int Node) choice) =>
        Bind(bound, problem, choice.Job, choice.Unit, u => u != choice.Node);

    private static NetworkSnapshot Bind(
        NetworkSnapshot bound, BoundProblem problem, int job, int[] groups, Func<int, bool> mayBe)
    {
        var jobClass = ClassOf(problem, job);
        var tasks = new Dictionary<TaskId, NodeId[]>();
        foreach (var g in groups)
        {
            var nodes = g == jobClass.Units[jobClass.Root][0] ? jobClass.Jobs[job] : jobClass.Groups.Nodes[g];
            foreach (var i in jobClass.Groups.Members[g])
            {
                tasks.Add(problem.Jobs[job].Tasks[i].Id,
                    [.. nodes.Where(mayBe).Select(u => problem.Network.Nodes[u].Id)]);
            }
        }

        return bound with
        {
            Jobs = [.. bound.Jobs.Select(j => j.Id != problem.Jobs[job].Id ? j : j with
            {
                Tasks = [.. j.Tasks.Select(t => !tasks.TryGetValue(t.Id, out var nodes) ? t
                    : t with { Constraints = t.Constraints with { Nodes = nodes } })],
            })],
        };
    }
}
