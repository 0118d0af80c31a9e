namespace EdgeFlow.Planning.Scheduling;

/// <summary>
/// Which node hosts each group of tasks and what memory that leaves: whether a task may go to a node as far as others
/// are concerned. Without side constraints it allows everything and keeps nothing. Mutable.
/// </summary>
internal sealed class HostLedger
{
    private readonly SideConstraints? _side;
    private readonly int[] _node = [];
    private readonly int[] _placed = [];
    private readonly long[] _free = [];
    private readonly int[][] _apart = [];

    public HostLedger(SideConstraints? side)
    {
        _side = side;
        if (side is null)
        {
            return;
        }

        (_node, _placed, _free) = (new int[side.Memory.Count], new int[side.Memory.Count], [.. side.Free]);
        Array.Fill(_node, -1);
        var apart = new List<int>[side.Memory.Count];
        for (var g = 0; g < apart.Length; g++)
        {
            apart[g] = [];
        }

        foreach (var (a, b) in side.Apart)
        {
            apart[a].Add(b);
            apart[b].Add(a);
        }

        _apart = [.. apart.Select(a => a.ToArray())];
    }

    /// <summary>Whether there is anything to keep.</summary>
    public bool IsFree => _side is null;

    /// <summary>Whether a task may go to a node beside those that are placed.</summary>
    public bool Allows(int task, int node)
    {
        if (_side is null)
        {
            return true;
        }

        var group = _side.Group[task];
        return _node[group] >= 0 ? _node[group] == node
            : _side.Memory[group] <= _free[node] && IsGroupApart(group, node);
    }

    /// <summary>Notes that a task has gone to a node.</summary>
    public void Add(int task, int node)
    {
        if (_side is null)
        {
            return;
        }

        var group = _side.Group[task];
        if (_placed[group]++ == 0)
        {
            _node[group] = node;
            _free[node] -= _side.Memory[group];
        }
    }

    /// <summary>Notes that a task has left its node.</summary>
    public void Remove(int task)
    {
        if (_side is null)
        {
            return;
        }

        var group = _side.Group[task];
        if (--_placed[group] == 0)
        {
            _free[_node[group]] += _side.Memory[group];
            _node[group] = -1;
        }
    }

    /// <summary>Whether a node has the memory that a task and those with it need, if none of them is placed.</summary>
    public bool HasMemory(int task, int node) =>
        _side is null || _node[_side.Group[task]] >= 0 || _side.Memory[_side.Group[task]] <= _free[node];

    /// <summary>Whether a node hosts nothing that a task must be apart from.</summary>
    public bool IsApart(int task, int node) => _side is null || IsGroupApart(_side.Group[task], node);

    private bool IsGroupApart(int group, int node)
    {
        foreach (var other in _apart[group])
        {
            if (_node[other] == node)
            {
                return false;
            }
        }

        return true;
    }
}
