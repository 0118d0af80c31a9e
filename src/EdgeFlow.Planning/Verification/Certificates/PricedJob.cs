using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>
/// A job as the check of certificates sees it: blocks of tasks that must be together, in their lightest form, and the
/// data between them. Immutable.
/// </summary>
internal sealed class PricedJob
{
    private PricedJob(SnapshotJob job, PricedNetwork network, TaskId[][] blocks)
    {
        Source = job;
        var tasks = job.Tasks.ToDictionary(t => t.Id);
        var blockOf = blocks.SelectMany((b, k) => b.Select(t => (t, k))).ToDictionary(p => p.t, p => p.k);
        Seconds =
        [
            .. blocks.Select(b => b.Select(t => tasks[t]).ToArray())
                .Select(b => Array.ConvertAll(network.Nodes, n => Busy(b, n, network))),
        ];
        Memory = [.. blocks.Select(b => b.Sum(t => LightestMemory(tasks[t])))];
        Allowed =
        [
            .. blocks.Select((b, k) => network.Nodes.Select((n, u) => double.IsFinite(Seconds[k][u])
                && Memory[k] <= n.Capacity.Memory.Value && Array.TrueForAll(b, t => Allows(tasks[t], n))).ToArray()),
        ];
        Flows =
        [
            .. job.Flows.OrderBy(f => f.Id).Select(f => new PricedFlow(
                blockOf[f.Id.From], blockOf[f.Id.To], 8.0 * LightestData(tasks[f.Id.From], f.Data.Value)))
                .Where(f => f.From != f.To),
        ];
        Apart =
        [
            .. job.Tasks.SelectMany(t => t.Constraints.Apart.Where(o => o != t.Id && blockOf.ContainsKey(o))
                .Select(o => (blockOf[t.Id], blockOf[o]))),
        ];
        Root = Enumerable.Range(0, blocks.Length).MinBy(k => (Allowed[k].Count(a => a), k));
    }

    /// <summary>The job as given.</summary>
    public SnapshotJob Source { get; }

    /// <summary>How many blocks.</summary>
    public int Count => Memory.Length;

    /// <summary>Seconds a frame of each block on each node.</summary>
    public double[][] Seconds { get; }

    /// <summary>Memory of each block, in bytes.</summary>
    public double[] Memory { get; }

    /// <summary>Whether each block may be on each node.</summary>
    public bool[][] Allowed { get; }

    /// <summary>The data between blocks.</summary>
    public PricedFlow[] Flows { get; }

    /// <summary>Pairs of blocks that must not share a node.</summary>
    public HashSet<(int A, int B)> Apart { get; }

    /// <summary>The block with the fewest nodes: the answer is wanted for each of them.</summary>
    public int Root { get; }

    /// <summary>Everything but the root's nodes, in words: jobs with the same share one answer.</summary>
    public string Form =>
        string.Create(CultureInfo.InvariantCulture, $"{Root}|{string.Join(';', Flows.AsEnumerable())}|")
        + string.Join('|', Enumerable.Range(0, Count).Select(Look)) + string.Join(' ', Apart);

    /// <summary>Reads a job.</summary>
    /// <returns>It, or null when it is no DAG of known tasks.</returns>
    public static PricedJob? Read(SnapshotJob job, PricedNetwork network)
    {
        var known = job.Tasks.Select(t => t.Id).ToHashSet();
        if (known.Count != job.Tasks.Count || known.Count == 0
            || job.Flows.Any(f => !known.Contains(f.Id.From) || !known.Contains(f.Id.To))
            || job.Flows.DistinctBy(f => f.Id).Count() < job.Flows.Count || HasCycle(job, known))
        {
            return null;
        }

        // Tasks that must be together form a block, however long the chain of "with" between them.
        var block = known.ToDictionary(t => t, t => new SortedSet<TaskId> { t });
        foreach (var task in job.Tasks)
        {
            foreach (var other in task.Constraints.With.Where(known.Contains))
            {
                var merged = new SortedSet<TaskId>(block[task.Id].Concat(block[other]));
                foreach (var member in merged)
                {
                    block[member] = merged;
                }
            }
        }

        // Tasks that must be together and apart can be nowhere.
        return job.Tasks.Any(t => t.Constraints.Apart.Any(o => o != t.Id && block[t.Id].Contains(o))) ? null
            : new PricedJob(
                job, network, [.. block.Values.Distinct().OrderBy(b => b.Min).Select(b => b.ToArray())]);
    }

    private static bool HasCycle(SnapshotJob job, HashSet<TaskId> open)
    {
        // Tasks without an open producer are taken away until none is left, or none can be.
        var left = new HashSet<TaskId>(open);
        while (left.RemoveWhere(t => !job.Flows.Any(f => f.Id.To == t && left.Contains(f.Id.From))) > 0)
        {
        }

        return left.Count > 0;
    }

    // Rows over thousands of nodes are told from each other by their hashes.
    private string Look(int k) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Memory[k]:R} {(k == Root ? "" : Hash<bool>(Allowed[k]))} {Hash<double>(Seconds[k])}");

    private static string Hash<T>(ReadOnlySpan<T> row)
        where T : unmanaged => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(row)));

    private static double Busy(SnapshotTask[] block, SnapshotNode node, PricedNetwork network)
    {
        var (sum, most) = (0.0, 0.0);
        foreach (var task in block)
        {
            var seconds = Time(task, node);
            (sum, most) = (sum + seconds, Math.Max(most, seconds));
        }

        return network.IsShared ? sum : most;
    }

    private static double Time(SnapshotTask task, SnapshotNode node)
    {
        var isMeasured = task.Measured.TryGetValue(node.Capacity.Kind, out var measured);
        var speed = node.Capacity.Speed.Value;
        var full = isMeasured ? measured.Value / 1000
            : task.Work.Value <= 0 ? 0 : speed > 0 ? task.Work.Value / speed : double.PositiveInfinity;
        if (task.Variants is null)
        {
            return full;
        }

        foreach (var variant in task.Variants)
        {
            full = Math.Min(full, full * variant.Work);
        }

        foreach (var variant in task.Variants)
        {
            full = variant.Measured.TryGetValue(node.Capacity.Kind, out var own)
                ? Math.Min(full, own.Value / 1000) : full;
        }

        return full;
    }

    private static double LightestMemory(SnapshotTask task) =>
        task.Memory.Value * (task.Variants ?? []).Select(v => v.Memory).Append(1).Min();

    private static double LightestData(SnapshotTask task, long data)
    {
        var factor = (task.Variants ?? []).Select(v => v.Data).Append(1).Min();
        return factor < 1 ? Math.Floor(data * factor) : data;
    }

    private static bool Allows(SnapshotTask task, SnapshotNode node)
    {
        var wanted = task.Constraints;
        return (wanted.Nodes.Count == 0 || wanted.Nodes.Contains(node.Id))
            && (wanted.Zones.Count == 0 || wanted.Zones.Contains(node.Capacity.Zone))
            && wanted.Labels.All(l => node.Capacity.Labels.TryGetValue(l.Key, out var has) && has == l.Value)
            && node.Capacity.Taints.All(t =>
                wanted.Tolerations.Any(o => o.Key == t.Key && (o.Value ?? t.Value) == t.Value));
    }
}
