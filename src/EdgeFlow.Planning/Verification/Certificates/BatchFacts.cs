using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Scheduling;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>
/// The batch jobs of a snapshot as the check of a makespan's bound sees them: each alone on the network, every flow on
/// the widest way and on the quickest one at once, tasks as light as any of their variants. All pairs of nodes by Floyd
/// (1962), without any of the code that made the bound. Immutable.
/// </summary>
internal sealed class BatchFacts
{
    private readonly PricedNetwork _network;
    private readonly double[] _delay;
    private readonly double[] _secondsPerBit;

    public BatchFacts(Facts facts, PricedNetwork network)
    {
        _network = network;
        var nodes = network.Nodes.Length;
        var (delay, width) = (new double[nodes * nodes], new double[nodes * nodes]);
        Array.Fill(delay, double.PositiveInfinity);
        for (var u = 0; u < nodes; u++)
        {
            (delay[u * nodes + u], width[u * nodes + u]) = (0, double.PositiveInfinity);
        }

        var number = network.Nodes.Select((n, k) => (n.Id, k)).ToDictionary(p => p.Id, p => p.k);
        foreach (var link in facts.Links.Values.Where(
            l => l.Capacity.Value > 0 && number.ContainsKey(l.A) && number.ContainsKey(l.B)))
        {
            foreach (var (a, b) in new[] { (link.A, link.B), (link.B, link.A) })
            {
                var way = number[a] * nodes + number[b];
                delay[way] = Math.Min(delay[way], link.Delay.Value / 1000);
                width[way] = Math.Max(width[way], link.Capacity.Value);
            }
        }

        for (var by = 0; by < nodes; by++)
        {
            for (var way = 0; way < delay.Length; way++)
            {
                var (first, second) = (way / nodes * nodes + by, by * nodes + way % nodes);
                delay[way] = Math.Min(delay[way], delay[first] + delay[second]);
                width[way] = Math.Max(width[way], Math.Min(width[first], width[second]));
            }
        }

        (_delay, _secondsPerBit) = (delay, [.. width.Select(w => w > 0 ? 1 / w : 0)]);
    }

    /// <summary>One job alone; null when it is no DAG.</summary>
    public ScheduleProblem? Alone(SnapshotJob source)
    {
        if (PricedJob.Read(WithoutAffinity(source), _network) is not { } job)
        {
            return null;
        }

        var tasks = source.Tasks.Select(t => t.Id).Order().ToArray();
        var open = Enumerable.Range(0, tasks.Length).Where(i => !Rests(source, tasks[i])).ToList();
        var number = open.Select((i, k) => (i, k)).ToDictionary(p => p.i, p => p.k);
        var release = new double[open.Count * _network.Nodes.Length];
        foreach (var flow in job.Flows.Where(f => number.ContainsKey(f.To) && !number.ContainsKey(f.From)))
        {
            var from = Array.FindIndex(_network.Nodes, n => n.Id == source.Done[tasks[flow.From]]);
            for (var u = 0; u < _network.Nodes.Length; u++)
            {
                var (cell, way) = (number[flow.To] * _network.Nodes.Length + u, from * _network.Nodes.Length + u);
                release[cell] = Math.Max(release[cell], _delay[way] + flow.Bits * _secondsPerBit[way]);
            }
        }

        return new ScheduleProblem(
            new ScheduleNetwork(new double[_network.Nodes.Length], _secondsPerBit, _delay),
            Seconds(job, open),
            [.. job.Flows.Where(f => number.ContainsKey(f.From) && number.ContainsKey(f.To))
                .Select(f => new ScheduleEdge(number[f.From], number[f.To], f.Bits))],
            release);
    }

    /// <summary>The tasks of all jobs of which each has some node, none waiting for another.</summary>
    public ScheduleProblem Together(IEnumerable<ScheduleProblem> alone)
    {
        var free = new double[_delay.Length];
        return new ScheduleProblem(
            new ScheduleNetwork(new double[_network.Nodes.Length], free, free),
            [.. alone.Where(CanRun).SelectMany(p => p.Seconds)], []);
    }

    private bool CanRun(ScheduleProblem alone) => Enumerable.Range(0, alone.TaskCount).All(
        t => Array.Exists(alone.Seconds[(t * alone.NodeCount)..((t + 1) * alone.NodeCount)], double.IsFinite));

    private double[] Seconds(PricedJob job, List<int> open) =>
    [
        .. open.SelectMany(i => Enumerable.Range(0, _network.Nodes.Length)
            .Select(u => job.Allowed[i][u] ? job.Seconds[i][u] : double.PositiveInfinity)),
    ];

    // Each task is then a block of its own, in the order of ids.
    private static SnapshotJob WithoutAffinity(SnapshotJob job) => job with
    {
        Tasks = [.. job.Tasks.Select(t => t with { Constraints = t.Constraints with { With = [], Apart = [] } })],
    };

    /// <summary>Whether a task has completed and its output is there, or nobody reads it any more.</summary>
    private bool Rests(SnapshotJob job, TaskId task) => Facts.IsDone(job, task)
        && (Array.Exists(_network.Nodes, n => n.Id == job.Done[task])
            || job.Flows.Where(f => f.Id.From == task).All(f => Rests(job, f.Id.To)));
}
