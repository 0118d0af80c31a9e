using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// A job's tasks as groups that must be on one node (affinity, taken as transitive and both ways), numbered by their
/// first task, with the nodes each may be on. Groups that must be apart are listed. Immutable.
/// </summary>
internal sealed class Grouping
{
    private Grouping(IndexedJob job)
    {
        Of = Merge(job);
        Members = [.. Enumerable.Range(0, Of.Max() + 1).Select(_ => new List<int>())];
        for (var i = 0; i < Of.Length; i++)
        {
            Members[Of[i]].Add(i);
        }

        Memory = [.. Members.Select(
            m => m.Aggregate(0L, (sum, i) => AddOrMax(sum, job.Done[i] ? 0 : job.Tasks[i].Memory.Value)))];
        Apart = [.. ApartPairs(job).Distinct().Order()];
        Nodes = new int[Members.Length][];
    }

    /// <summary>How many groups.</summary>
    public int Count => Members.Length;

    /// <summary>The group of each task.</summary>
    public int[] Of { get; }

    /// <summary>The tasks of each group.</summary>
    public List<int>[] Members { get; }

    /// <summary>Memory of each group, in bytes.</summary>
    public long[] Memory { get; }

    /// <summary>Pairs of groups (lower first) that must not share a node.</summary>
    public (int A, int B)[] Apart { get; }

    /// <summary>The nodes that each group may be on, ascending.</summary>
    public int[][] Nodes { get; }

    /// <summary>Groups the tasks and finds the nodes for each.</summary>
    /// <param name="network">The network.</param>
    /// <param name="job">A job without defect and with tasks.</param>
    /// <param name="free">Memory free on each node.</param>
    /// <returns>The groups, or why some task can be nowhere.</returns>
    public static (Grouping? Groups, Refusal? Refusal) Build(IndexedNetwork network, IndexedJob job, long[] free)
    {
        var groups = new Grouping(job);
        foreach (var i in Enumerable.Range(0, job.Tasks.Length).OrderBy(i => job.ManifestPosition[i]))
        {
            if (!job.Done[i] && NoNodeFor(network, job, i, free) is { } refusal)
            {
                return (null, refusal);
            }
        }

        foreach (var (a, b) in groups.Apart)
        {
            if (a == b)
            {
                var task = groups.Members[a].MinBy(i => job.Tasks[i].Constraints.Apart.Count == 0 ? int.MaxValue : i);
                return (null, new Refusal(
                    job.Pointer(task, "constraints/apart"),
                    $"task {job.Tasks[task].Id} must be apart from a task that it must be with"));
            }
        }

        for (var g = 0; g < groups.Count; g++)
        {
            groups.Nodes[g] = groups.NodesOf(network, job, g, free);
            if (groups.Nodes[g].Length == 0)
            {
                return (null, groups.NoNodeForGroup(job, g));
            }
        }

        return (groups, null);
    }

    /// <summary>Whether memory and what must be apart allow these nodes for the tasks not done.</summary>
    /// <param name="job">The job that was grouped.</param>
    /// <param name="node">Node of each task.</param>
    /// <param name="free">Memory that others leave.</param>
    public bool Fits(IndexedJob job, int[] node, long[] free)
    {
        long[] left = [.. free];
        for (var g = 0; g < Count; g++)
        {
            var at = Members[g].Where(i => !job.Done[i]).Select(i => node[i]).FirstOrDefault(-1);
            if (at >= 0 && (left[at] -= Memory[g]) < 0)
            {
                return false;
            }
        }

        return Apart.All(p => node[Members[p.A][0]] != node[Members[p.B][0]]);
    }

    private int[] NodesOf(IndexedNetwork network, IndexedJob job, int group, long[] free)
    {
        foreach (var i in Members[group])
        {
            if (job.Done[i])
            {
                // A completed task stays where its output is, and holds the others of its group there.
                var node = network.NodeOf(job.Source.Done[job.Tasks[i].Id]);
                return Members[group].TrueForAll(m => job.Done[m]) || (node >= 0 && Allows(node)) ? [node] : [];
            }
        }

        return [.. Enumerable.Range(0, network.NodeCount).Where(Allows)];

        bool Allows(int u) => Memory[group] <= free[u] && Members[group].TrueForAll(
            i => job.Done[i] || NodeFilter.FirstUnmet(job.Tasks[i], network.Nodes[u], free[u]) < 0);
    }

    private Refusal NoNodeForGroup(IndexedJob job, int group)
    {
        var task = Members[group].OrderBy(i => job.Tasks[i].Constraints.With.Count == 0)
            .ThenBy(i => job.ManifestPosition[i]).First();
        var names = string.Join(", ", Members[group].Select(i => job.Tasks[i].Id));
        return new Refusal(job.Pointer(task, "constraints/with"), $"no node can host {names} together");
    }

    /// <summary>Names the first kind of constraint that no node meets, alone or together with those before
    /// it.</summary>
    private static Refusal? NoNodeFor(IndexedNetwork network, IndexedJob job, int i, long[] free)
    {
        var task = job.Tasks[i];
        var left = Enumerable.Range(0, network.NodeCount).ToList();
        if (left.Exists(u => NodeFilter.FirstUnmet(task, network.Nodes[u], free[u]) < 0))
        {
            return null;
        }

        for (var kind = 0; kind < NodeFilter.Kinds.Length; kind++)
        {
            var still = left.Where(u => NodeFilter.Meets(task, network.Nodes[u], free[u], kind)).ToList();
            if (still.Count == 0)
            {
                var node = left.Count == 0 ? null : network.Nodes[left[0]];
                var example = node is null ? "there is no node"
                    : $"{node.Id} {NodeFilter.Describe(task, node, free[left[0]], kind)}";
                return new Refusal(
                    job.Pointer(i, NodeFilter.Kinds[kind]), $"no node meets this of task {task.Id}: {example}");
            }

            left = still;
        }

        return new Refusal(job.Pointer(i, "constraints"), $"no node meets all of task {task.Id}");
    }

    private static int[] Merge(IndexedJob job)
    {
        var root = Enumerable.Range(0, job.Tasks.Length).ToArray();
        for (var i = 0; i < root.Length; i++)
        {
            foreach (var with in job.Tasks[i].Constraints.With)
            {
                if (job.Number.TryGetValue(with, out var other))
                {
                    var (a, b) = (Find(i), Find(other));
                    root[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        var numbers = new Dictionary<int, int>();
        return [.. Enumerable.Range(0, root.Length).Select(i =>
        {
            numbers.TryAdd(Find(i), numbers.Count);
            return numbers[Find(i)];
        })];

        int Find(int i)
        {
            while (root[i] != i)
            {
                i = root[i];
            }

            return i;
        }
    }

    private IEnumerable<(int A, int B)> ApartPairs(IndexedJob job)
    {
        for (var i = 0; i < Of.Length; i++)
        {
            foreach (var apart in job.Tasks[i].Constraints.Apart)
            {
                if (job.Number.TryGetValue(apart, out var other) && other != i)
                {
                    yield return (Math.Min(Of[i], Of[other]), Math.Max(Of[i], Of[other]));
                }
            }
        }
    }

    private static long AddOrMax(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
