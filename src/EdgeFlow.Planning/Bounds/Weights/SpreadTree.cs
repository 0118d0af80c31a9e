namespace EdgeFlow.Planning.Bounds.Weights;

/// <summary>
/// The DAG of a class unrolled to trees: every flow is an edge of a tree once, and a group that a flow would reach a
/// second time is copied. The copies of a group bear equal shares of its costs and need not be on one node, so that the
/// cheapest embedding of the trees costs no more than any of the DAG: a Lagrangian decomposition in which the copies'
/// agreement is left out (Guignard and Kim, Lagrangean decomposition, 1987). Breadth first from the root, flows in the
/// order of their ids; parts of the DAG that are not connected with the root are trees of their own. Branches that are
/// alike (parallel copies of a stage) are kept once with their number. Immutable.
/// </summary>
internal sealed class SpreadTree
{
    private readonly JobClass _class;
    private readonly List<SpreadNode> _nodes = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly List<List<(int Below, int Flow)>> _branches = [];
    private readonly List<int> _group = [];
    private readonly int[] _copies;
    private readonly string[] _look;

    public SpreadTree(JobClass jobClass)
    {
        _class = jobClass;
        _copies = new int[jobClass.Groups.Count];
        _look = [.. Enumerable.Range(0, _copies.Length).Select(Look)];
        var tops = Unroll();
        int[] made = [.. tops.Select(Keep)];
        (Root, Others, Nodes) = (made[0], made[1..], [.. _nodes]);
    }

    /// <summary>The copies, each after all below it.</summary>
    public SpreadNode[] Nodes { get; }

    /// <summary>Number of the root group's first copy.</summary>
    public int Root { get; }

    /// <summary>The tops of trees that are not connected with the root's.</summary>
    public int[] Others { get; }

    /// <summary>Numbers the copies breadth first, with those below each.</summary>
    /// <returns>The tops of the trees, the root's first.</returns>
    private List<int> Unroll()
    {
        var first = Enumerable.Repeat(-1, _copies.Length).ToArray();
        var used = new bool[_class.Job.Flows.Length];
        var root = _class.Units[_class.Root][0];
        var tops = new List<int>();
        foreach (var start in Enumerable.Range(0, _copies.Length).Prepend(root))
        {
            if (first[start] >= 0)
            {
                continue;
            }

            tops.Add(first[start] = Copy(start));
            for (var copy = first[start]; copy < _group.Count; copy++)
            {
                if (first[_group[copy]] == copy)
                {
                    Branch(copy, first, used);
                }
            }
        }

        return tops;
    }

    private void Branch(int copy, int[] first, bool[] used)
    {
        for (var f = 0; f < used.Length; f++)
        {
            var (from, to) = _class.Ends(f);
            if (used[f] || from == to || (from != _group[copy] && to != _group[copy]))
            {
                continue;
            }

            used[f] = true;
            var other = from == _group[copy] ? to : from;
            var below = Copy(other);
            first[other] = first[other] < 0 ? below : first[other];
            _branches[copy].Add((below, f));
        }
    }

    private int Copy(int group)
    {
        _group.Add(group);
        _branches.Add([]);
        _copies[group]++;
        return _group.Count - 1;
    }

    /// <summary>Keeps a copy with all below it, once for all that are alike.</summary>
    private int Keep(int copy)
    {
        var group = _group[copy];
        var branches = new List<SpreadBranch>();
        foreach (var (below, flow) in _branches[copy])
        {
            var one = new SpreadBranch(Keep(below), flow, _class.Ends(flow).To == group, 1);
            var bits = _class.Job.Flows[flow].Bits;
            var alike = branches.FindIndex(b => b.Below == one.Below && b.IsFromBelow == one.IsFromBelow
                && _class.Job.Flows[b.Flow].Bits.Equals(bits));
            if (alike < 0)
            {
                branches.Add(one);
            }
            else
            {
                branches[alike] = branches[alike] with { Times = branches[alike].Times + 1 };
            }
        }

        var key = string.Join(';', branches.Select(b => FormattableString.Invariant(
            $"{b.Below} {_class.Job.Flows[b.Flow].Bits:R} {b.IsFromBelow} {b.Times}")))
            + FormattableString.Invariant($"|{_copies[group]}|{_look[group]}");
        if (!_known.TryGetValue(key, out var kept))
        {
            _known.Add(key, kept = _nodes.Count);
            _nodes.Add(new SpreadNode(group, 1.0 / _copies[group], [.. branches]));
        }

        return kept;
    }

    /// <summary>The first group that costs the same everywhere; the root is like none.</summary>
    private string Look(int group)
    {
        var groups = _class.Groups;
        var root = _class.Units[_class.Root][0];
        var alike = group == root ? group : Enumerable.Range(0, group).FirstOrDefault(
            g => g != root && groups.Memory[g] == groups.Memory[group]
                && groups.Nodes[g].AsSpan().SequenceEqual(groups.Nodes[group])
                && _class.Seconds[g].AsSpan().SequenceEqual(_class.Seconds[group]),
            group);
        return FormattableString.Invariant($"{alike}");
    }
}
