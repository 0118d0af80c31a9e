using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// The evaluation setting of the ENTS specification (ents.md §4, our defaults where the thesis is silent): random
/// connected network of mean degree 3, links around 10 Mbit/s with σ = 0.55 of the mean, 4 Pi : 2 Nano : 2 NX and then
/// virtual machines, jobs of the 10-module attribute recognition with a random source. The same seed gives the same
/// world. Not thread-safe.
/// </summary>
public sealed class EntsWorld(ulong seed)
{
    private const double MeanMegabits = 10;
    private const double SigmaMegabits = 5.48;
    private const long Gigabyte = 1L << 30;

    private ulong _state = seed;

    /// <summary>A network without jobs.</summary>
    public NetworkSnapshot Network(int nodes)
    {
        SnapshotNode[] all = [.. Enumerable.Range(0, nodes).Select(Node)];
        var pairs = new SortedSet<(int A, int B)>();
        for (var k = 1; k < nodes; k++)
        {
            pairs.Add(((int)(Next() * k), k));
        }

        while (pairs.Count < nodes * 3 / 2)
        {
            var (a, b) = ((int)(Next() * nodes), (int)(Next() * nodes));
            if (a != b)
            {
                pairs.Add((Math.Min(a, b), Math.Max(a, b)));
            }
        }

        SnapshotLink[] links = [.. pairs.Select(p => new SnapshotLink(
            new LinkId($"{all[p.A].Id}-{all[p.B].Id}"), all[p.A].Id, all[p.B].Id, Bandwidth(), new Milliseconds(1)))];
        return new NetworkSnapshot(0, SnapshotOptions.Default, all, links, [], []);
    }

    /// <summary>A job whose frames come from a random node.</summary>
    public SnapshotJob Job(int number, IReadOnlyList<SnapshotNode> nodes)
    {
        var source = nodes[(int)(Next() * nodes.Count)].Id;
        double[] work = [0.05, 0.8, 2.7, 2.7, 2.7, 2.7, 2.7, 2.7, 2.7, 0.01];
        SnapshotTask[] tasks =
        [
            Task("m00", 0, 0, PlacementConstraints.None with { Nodes = [source] }),
            .. work.Select((w, k) => Task($"m{k + 1:00}", w, Gigabyte / 10, PlacementConstraints.None)),
        ];
        SnapshotFlow[] flows =
        [
            Flow("m00", "m01", 300_000), Flow("m01", "m02", 270_000),
            .. Enumerable.Range(3, 7).Select(k => Flow("m02", $"m{k:00}", 98_000)),
            .. Enumerable.Range(3, 7).Select(k => Flow($"m{k:00}", "m10", 8_000)),
        ];
        var demand = new JobDemand(JobMode.Stream, null, null, null, 0, null, WhenInfeasible.Wait);
        return new SnapshotJob(new JobId($"job-{number:0000}"), demand, tasks, flows, new Dictionary<TaskId, NodeId>());
    }

    private static SnapshotTask Task(string id, double work, long memory, PlacementConstraints constraints) =>
        new(new TaskId(id), new WorkUnits(work), new Bytes(memory), constraints, new Dictionary<string,
            Milliseconds>());

    private static SnapshotFlow Flow(string from, string to, long bytes) =>
        new(new FlowId(new TaskId(from), new TaskId(to)), new Bytes(bytes));

    private SnapshotNode Node(int k)
    {
        var (speed, memory, kind) = k < 4 ? (5.0, 1L, "pi") : k < 6 ? (50.0, 4L, "nano") : k < 8 ? (100.0, 8L, "nx")
            : (100 + Next() * 400, 4L << (int)(Next() * 3), "vm");
        return new SnapshotNode(new NodeId($"n{k:0000}"), new NodeCapacity(
            new WorkRate(speed), new Bytes(memory * Gigabyte), kind, "", new Dictionary<string, string>(),
            new Dictionary<string, string>()));
    }

    private BitsPerSecond Bandwidth()
    {
        // Box-Muller, cut off below a tenth of the mean.
        var normal = Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());
        return new BitsPerSecond((long)(1e6 * Math.Max(MeanMegabits / 10, MeanMegabits + SigmaMegabits * normal)));
    }

    /// <summary>splitmix64, as a number from 0 to below 1.</summary>
    private double Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
