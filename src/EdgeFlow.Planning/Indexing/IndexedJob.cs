using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Indexing;

/// <summary>A job as arrays: tasks in the order of their ids, so that the manifest's order decides nothing.
/// Immutable.</summary>
internal sealed class IndexedJob
{
    /// <summary>The highest rate ever granted, in frames a second: what a job without work, data or a wish
    /// gets.</summary>
    public const double MaxRate = 1_000_000;

    public IndexedJob(SnapshotJob source, IndexedNetwork network)
    {
        Source = source;
        var manifest = source.Tasks.Select((task, position) => (task, position)).OrderBy(t => t.task.Id).ToArray();
        Tasks = [.. manifest.Select(t => t.task)];
        ManifestPosition = [.. manifest.Select(t => t.position)];
        var numbers = new Dictionary<TaskId, int>();
        Defect = Tasks.All(t => numbers.TryAdd(t.Id, numbers.Count)) ? null : "two tasks have the same id";
        Number = numbers;
        var flows = source.Flows.OrderBy(f => f.Id).ToArray();
        Flows =
        [
            .. flows.Where(f => numbers.ContainsKey(f.Id.From) && numbers.ContainsKey(f.Id.To))
                .Select(f => new IndexedFlow(f.Id, numbers[f.Id.From], numbers[f.Id.To], 8.0 * f.Data.Value)),
        ];
        Defect ??= Flows.Length == flows.Length ? null : "a flow names a task that does not exist";
        Defect ??= Flows.Zip(Flows.Skip(1)).Any(p => p.First.Id == p.Second.Id) ? "a flow is given twice" : null;
        Incoming = ByTask(f => f.To);
        Outgoing = ByTask(f => f.From);
        Order = TopologicalOrder();
        Defect ??= Order.Length == Tasks.Length ? null : "the tasks form a cycle";
        Done = FindDone(network);
    }

    /// <summary>The job as given.</summary>
    public SnapshotJob Source { get; }

    /// <summary>Its id.</summary>
    public JobId Id => Source.Id;

    /// <summary>Whether frames flow; otherwise each task runs once.</summary>
    public bool IsStream => Source.Demand.Mode == JobMode.Stream;

    /// <summary>Weight w in shared objectives: 1 + priority.</summary>
    public double Weight => 1.0 + Math.Max(0, Source.Demand.Priority);

    /// <summary>Rate that must be granted, 0 for none.</summary>
    public double RequiredRate => IsStream ? Source.Demand.Required?.Value ?? 0 : 0;

    /// <summary>Rate above which more is of no use.</summary>
    public double WishedRate => Math.Clamp(Source.Demand.Wished?.Value ?? MaxRate, RequiredRate, double.MaxValue);

    /// <summary>The tasks by id.</summary>
    public SnapshotTask[] Tasks { get; }

    /// <summary>Where each task stands in the manifest.</summary>
    public int[] ManifestPosition { get; }

    /// <summary>The number of each task.</summary>
    public IReadOnlyDictionary<TaskId, int> Number { get; }

    /// <summary>The flows by id.</summary>
    public IndexedFlow[] Flows { get; }

    /// <summary>For each task, the numbers of the flows that it reads.</summary>
    public int[][] Incoming { get; }

    /// <summary>For each task, the numbers of the flows that it feeds.</summary>
    public int[][] Outgoing { get; }

    /// <summary>The tasks in an order in which producers precede consumers; ties by id.</summary>
    public int[] Order { get; }

    /// <summary>
    /// For each task, whether it need not run again: it has completed, and its output is on a node that is there or is
    /// no longer read.
    /// </summary>
    public bool[] Done { get; }

    /// <summary>Why this is no DAG, in words; null when it is one.</summary>
    public string? Defect { get; }

    /// <summary>Seconds that a frame (or the task, for batch) takes on a node: measured where known, else C_i /
    /// PS_u.</summary>
    /// <returns>Seconds, or infinity when the node has no speed.</returns>
    public double Seconds(int task, SnapshotNode node) => TaskTime.Seconds(Tasks[task], node.Capacity);

    /// <summary>JSON pointer into the manifest to something of a task.</summary>
    public string Pointer(int task, string rest) =>
        FormattableString.Invariant($"/spec/tasks/{ManifestPosition[task]}/{rest}");

    private int[][] ByTask(Func<IndexedFlow, int> end)
    {
        var lists = new List<int>[Tasks.Length];
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i] = [];
        }

        for (var f = 0; f < Flows.Length; f++)
        {
            lists[end(Flows[f])].Add(f);
        }

        return [.. lists.Select(l => l.ToArray())];
    }

    private int[] TopologicalOrder()
    {
        var missing = new int[Tasks.Length];
        foreach (var flow in Flows)
        {
            missing[flow.To]++;
        }

        var ready = new PriorityQueue<int, int>();
        for (var i = 0; i < missing.Length; i++)
        {
            if (missing[i] == 0)
            {
                ready.Enqueue(i, i);
            }
        }

        var order = new List<int>(Tasks.Length);
        while (ready.TryDequeue(out var task, out _))
        {
            order.Add(task);
            foreach (var f in Outgoing[task])
            {
                if (--missing[Flows[f].To] == 0)
                {
                    ready.Enqueue(Flows[f].To, Flows[f].To);
                }
            }
        }

        return [.. order];
    }

    /// <summary>Goes from the sinks up: an output on a node that is gone counts only when nobody reads it any
    /// more.</summary>
    private bool[] FindDone(IndexedNetwork network)
    {
        var done = new bool[Tasks.Length];
        if (IsStream)
        {
            return done;
        }

        for (var k = Order.Length - 1; k >= 0; k--)
        {
            var task = Order[k];
            done[task] = Source.Done.TryGetValue(Tasks[task].Id, out var node)
                && (network.NodeOf(node) >= 0 || Outgoing[task].All(f => done[Flows[f].To]));
        }

        return done;
    }
}
