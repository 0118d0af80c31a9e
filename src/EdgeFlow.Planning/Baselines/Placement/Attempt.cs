using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Baselines.Placement;

/// <summary>
/// One job in the course of being placed: which node may still take which group of tasks (a group is what must be
/// together; mostly one task), and what has been taken. Mutable; used once.
/// </summary>
internal sealed class Attempt
{
    private readonly Ledger _ledger;
    private readonly IndexedJob _job;
    private readonly long[] _taken;

    private Attempt(Ledger ledger, IndexedJob job, Grouping groups)
    {
        (_ledger, _job, Groups) = (ledger, job, groups);
        _taken = new long[ledger.Network.NodeCount];
        NodeOf = new int[groups.Count];
        Array.Fill(NodeOf, -1);
    }

    /// <summary>The groups.</summary>
    public Grouping Groups { get; }

    /// <summary>Node of each group; -1 while it has none.</summary>
    public int[] NodeOf { get; }

    /// <summary>Node of each task, when all groups have one.</summary>
    public int[] Nodes => Array.ConvertAll(Groups.Of, g => NodeOf[g]);

    /// <summary>Begins, or says why some task can be nowhere.</summary>
    public static (Attempt? Attempt, Refusal? Refusal) Begin(Ledger ledger, IndexedJob job)
    {
        var (groups, refusal) = Grouping.Build(ledger.Network, job, ledger.FreeMemory);
        return groups is null ? (null, refusal) : (new Attempt(ledger, job, groups), null);
    }

    /// <summary>Begins anew with the same groups.</summary>
    public Attempt Again() => new(_ledger, _job, Groups);

    /// <summary>Whether a node can take a group beside what it was given in this attempt (A23).</summary>
    public bool Allows(int group, int node)
    {
        var free = _ledger.FreeMemory[node] - _taken[node];
        var fits = _ledger.Readings.StrictMemory ? free > Groups.Memory[group] : free >= Groups.Memory[group];
        return fits && Groups.Nodes[group].AsSpan().BinarySearch(node) >= 0
            && !Groups.Apart.Any(p => (p.A == group && NodeOf[p.B] == node) || (p.B == group && NodeOf[p.A] == node));
    }

    /// <summary>Puts a group on a node.</summary>
    public void Take(int group, int node)
    {
        NodeOf[group] = node;
        _taken[node] += Groups.Memory[group];
    }

    /// <summary>Why a group found no node.</summary>
    public Refusal NoNode(int group)
    {
        var task = Groups.Members[group].MinBy(i => _job.ManifestPosition[i]);
        return new Refusal(
            _job.Pointer(task, "memory"),
            $"no node that may host task {_job.Tasks[task].Id} has the memory or a way to its inputs left");
    }
}
