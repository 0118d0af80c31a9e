using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>Random networks and jobs from a seed (splitmix64), the same on every machine.</summary>
internal sealed class Worlds(ulong seed)
{
    private ulong _state = unchecked(seed * 0x9E3779B97F4A7C15 + 1);

    /// <summary>A whole snapshot: 2 to 30 nodes, 1 to 8 jobs of all shapes, some constrained, both models of compute
    /// and links.</summary>
    public NetworkSnapshot Any(int mostNodes = 30, int mostJobs = 8)
    {
        var nodes = Nodes(Whole(2, mostNodes));
        var jobs = Enumerable.Range(0, Whole(1, mostJobs)).Select(k => AnyJob($"job-{k}", nodes)).ToArray();
        return Snapshot(nodes, Links(nodes), jobs) with
        {
            Options = new SnapshotOptions((ComputeModel)Whole(0, 1), (DuplexModel)Whole(0, 1)),
        };
    }

    public SnapshotNode[] Nodes(int count) =>
    [
        .. Enumerable.Range(0, count).Select(k =>
        {
            var node = Node($"n{k:00}", Real(1, 20), Whole(4, 16), ("gpu", Whole(0, 2) == 0 ? "yes" : "no"));
            return node with
            {
                Capacity = node.Capacity with
                {
                    Zone = Whole(0, 1) == 0 ? "east" : "west",
                    Kind = Whole(0, 3) == 0 ? "fast" : "any",
                    Taints = Whole(0, 9) == 0 ? new Dictionary<string, string> { ["only"] = "batch" }
                        : new Dictionary<string, string>(),
                },
            };
        }),
    ];

    /// <summary>A random spanning tree and half as many links again, as in ENTS §3.6.1: mean degree 3.</summary>
    public SnapshotLink[] Links(SnapshotNode[] nodes)
    {
        var links = new Dictionary<(int, int), SnapshotLink>();
        for (var k = 1; k < nodes.Length; k++)
        {
            Join(Whole(0, k - 1), k);
        }

        for (var extra = 0; extra < nodes.Length / 2; extra++)
        {
            var (a, b) = (Whole(0, nodes.Length - 1), Whole(0, nodes.Length - 1));
            if (a != b)
            {
                Join(Math.Min(a, b), Math.Max(a, b));
            }
        }

        return [.. links.Values];

        void Join(int a, int b) =>
            links[(a, b)] =
                Link(nodes[a].Id.Value, nodes[b].Id.Value, Whole(0, 19) == 0 ? 0 : Real(0.5, 10), Real(0, 5));
    }

    public SnapshotJob AnyJob(string id, SnapshotNode[] nodes)
    {
        var edges = Shape(Whole(2, 8));
        var count = edges.SelectMany(e => new[] { e.From, e.To }).Append(0).Max() + 1;
        var tasks = Enumerable.Range(0, count).Select(k => AnyTask(k, count, nodes)).ToArray();
        var flows = edges.Distinct()
            .Select(e => Flow($"t{e.From}", $"t{e.To}", Whole(0, 9) == 0 ? 0 : Real(0.01, 2))).ToArray();
        var demand = Whole(0, 3) == 0 ? Batch(Whole(0, 3)) : Stream(
            required: Whole(0, 3) == 0 ? Real(0.01, 0.5) : null, wished: Whole(0, 2) == 0 ? Real(0.5, 3) : null,
            latencyMs: Whole(0, 3) == 0 ? Real(500, 20_000) : null, priority: Whole(0, 3));
        return Job(id, demand, tasks, flows);
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Whole(int least, int most) => least + (int)(Next() % (ulong)(most - least + 1));

    /// <summary>A number of three digits after the point.</summary>
    public double Real(double least, double most) => Math.Round(least + (most - least) * (Next() % 1000 / 1000.0), 3);

    public T[] Shuffle<T>(IEnumerable<T> items) =>
        [.. items.Select(i => (i, Next())).OrderBy(p => p.Item2).Select(p => p.i)];

    /// <summary>Chain, tree, diamond, or random layers.</summary>
    private (int From, int To)[] Shape(int count) => Whole(0, 3) switch
    {
        0 => [.. Enumerable.Range(1, count - 1).Select(k => (k - 1, k))],
        1 => [.. Enumerable.Range(1, count - 1).Select(k => (Whole(0, k - 1), k))],
        2 => [.. Enumerable.Range(1, count).SelectMany(k => new[] { (0, k), (k, count + 1) })],
        _ => [.. Enumerable.Range(1, count - 1).SelectMany(k => new[] { (Whole(0, k - 1), k), (Whole(0, k - 1), k) })],
    };

    private SnapshotTask AnyTask(int k, int count, SnapshotNode[] nodes)
    {
        var constraints = PlacementConstraints.None with
        {
            Nodes = k == 0 ? [nodes[Whole(0, nodes.Length - 1)].Id] : [],
            Zones = Whole(0, 9) == 0 ? ["east"] : [],
            Labels = Whole(0, 9) == 0 ? new Dictionary<string, string> { ["gpu"] = "yes" }
                : new Dictionary<string, string>(),
            Tolerations = Whole(0, 1) == 0 ? [new Toleration("only", null)] : [],
            With = Whole(0, 9) == 0 ? [new TaskId($"t{Whole(0, count - 1)}")] : [],
            Apart = Whole(0, 9) == 0 ? [new TaskId($"t{Whole(0, count - 1)}")] : [],
        };
        var task = Task($"t{k}", Whole(0, 9) == 0 ? 0 : Real(0.01, 4), memory: Whole(0, 3), constraints: constraints);
        return Whole(0, 4) > 0 ? task : task with
        {
            Measured = new Dictionary<string, Milliseconds> { ["fast"] = new(Real(1, 200)) },
        };
    }

    private ulong Next()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15);
        var z = unchecked((_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
