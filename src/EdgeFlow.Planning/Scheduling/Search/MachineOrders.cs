namespace EdgeFlow.Planning.Scheduling.Search;

/// <summary>The order of the tasks on each node, as arrays and as a linked list. Mutable.</summary>
internal sealed class MachineOrders
{
    private const int FirstSize = 8;

    private readonly int[][] _tasks;

    public MachineOrders(int tasks, int nodes)
    {
        _tasks = new int[nodes][];
        for (var u = 0; u < nodes; u++)
        {
            _tasks[u] = new int[FirstSize];
        }

        (Count, Before, After) = (new int[nodes], new int[tasks], new int[tasks]);
        Array.Fill(Before, -1);
        Array.Fill(After, -1);
    }

    /// <summary>How many tasks a node has.</summary>
    public int[] Count { get; }

    /// <summary>The task before each on its node, or -1.</summary>
    public int[] Before { get; }

    /// <summary>The task after each on its node, or -1.</summary>
    public int[] After { get; }

    /// <summary>The tasks of a node in their order.</summary>
    public ReadOnlySpan<int> On(int node) => _tasks[node].AsSpan(0, Count[node]);

    /// <summary>Empties all nodes.</summary>
    public void Clear()
    {
        Array.Clear(Count);
        Array.Fill(Before, -1);
        Array.Fill(After, -1);
    }

    /// <summary>Puts a task at a position on a node.</summary>
    public void Insert(int task, int node, int position)
    {
        var count = Count[node];
        if (count == _tasks[node].Length)
        {
            Array.Resize(ref _tasks[node], 2 * count);
        }

        var tasks = _tasks[node];
        Array.Copy(tasks, position, tasks, position + 1, count - position);
        tasks[position] = task;
        Count[node] = count + 1;
        var (before, after) = (position > 0 ? tasks[position - 1] : -1, position < count ? tasks[position + 1] : -1);
        (Before[task], After[task]) = (before, after);
        if (before >= 0)
        {
            After[before] = task;
        }

        if (after >= 0)
        {
            Before[after] = task;
        }
    }

    /// <summary>Takes a task off its node.</summary>
    public void Remove(int task, int node)
    {
        var tasks = _tasks[node];
        var position = Array.IndexOf(tasks, task, 0, Count[node]);
        Count[node]--;
        Array.Copy(tasks, position + 1, tasks, position, Count[node] - position);
        var (before, after) = (Before[task], After[task]);
        if (before >= 0)
        {
            After[before] = after;
        }

        if (after >= 0)
        {
            Before[after] = before;
        }

        (Before[task], After[task]) = (-1, -1);
    }
}
