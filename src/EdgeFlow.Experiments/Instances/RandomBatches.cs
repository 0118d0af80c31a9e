using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// Small snapshots with one batch job: a layered DAG whose tasks read one or two of the layer before, on a random
/// connected network of mean degree 3 whose links the job's flows share. Small enough that the least makespan can be
/// proven. The same seed gives the same snapshot. Stateless.
/// </summary>
public static class RandomBatches
{
    private const int Width = 3;
    private const double Mega = 1e6;

    /// <summary>A snapshot whose objective is the makespan.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="nodes">How many nodes, 2 or more.</param>
    /// <param name="tasks">How many tasks, 1 or more.</param>
    public static NetworkSnapshot Make(ulong seed, int nodes, int tasks)
    {
        var random = new SplitMix(seed);
        SnapshotNode[] all = [.. Enumerable.Range(0, nodes).Select(u => new SnapshotNode(
            new NodeId($"n{u}"), new NodeCapacity(
                new WorkRate(Between(random, 1, 4)), new Bytes(1 << 30), "any", "", new Dictionary<string, string>(),
                new Dictionary<string, string>())))];
        return new NetworkSnapshot(
            0, SnapshotOptions.Default with { Objective = Objective.Makespan }, all, Links(random, nodes),
            [Job(random, tasks)], []);
    }

    private static SnapshotLink[] Links(SplitMix random, int nodes)
    {
        var pairs = new SortedSet<(int A, int B)>(Enumerable.Range(1, nodes - 1).Select(k => (random.Below(k), k)));
        var most = Math.Min(nodes * 3 / 2, nodes * (nodes - 1) / 2);
        while (pairs.Count < most)
        {
            var (a, b) = (random.Below(nodes), random.Below(nodes));
            if (a != b)
            {
                pairs.Add((Math.Min(a, b), Math.Max(a, b)));
            }
        }

        return [.. pairs.Select(p => new SnapshotLink(
            new LinkId($"n{p.A}-n{p.B}"), new NodeId($"n{p.A}"), new NodeId($"n{p.B}"),
            new BitsPerSecond((long)(Mega * Between(random, 2, 10))), new Milliseconds(1)))];
    }

    private static SnapshotJob Job(SplitMix random, int tasks)
    {
        SnapshotTask[] all = [.. Enumerable.Range(0, tasks).Select(t => new SnapshotTask(
            new TaskId($"t{t:00}"), new WorkUnits(Between(random, 1, 5)), new Bytes(0), PlacementConstraints.None,
            new Dictionary<string, Milliseconds>()))];
        var flows = new List<SnapshotFlow>();
        for (var t = Width; t < tasks; t++)
        {
            var before = (t / Width - 1) * Width;
            var producers = Enumerable.Range(0, 1 + random.Below(2)).Select(_ => before + random.Below(Width));
            flows.AddRange(producers.Distinct().Order().Select(from => new SnapshotFlow(
                new FlowId(new TaskId($"t{from:00}"), new TaskId($"t{t:00}")),
                new Bytes((long)(Mega * Between(random, 0.06, 0.54))))));
        }

        var demand = new JobDemand(JobMode.Batch, null, null, null, 0, null, WhenInfeasible.Wait);
        return new SnapshotJob(new JobId("job"), demand, all, flows, new Dictionary<TaskId, NodeId>());
    }

    private static double Between(SplitMix random, double least, double most) =>
        least + (most - least) * random.Next();
}
