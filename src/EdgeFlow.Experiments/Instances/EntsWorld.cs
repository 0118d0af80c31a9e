using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// The evaluation setting of the ENTS specification (ents.md §4): a random connected network of mean degree 3 (random
/// tree and random further links), 4 Pi : 2 Nano : 2 NX and then virtual machines, jobs of a random source. The same
/// seed gives the same world. Not thread-safe.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="settings">The setting; null for <see cref="EntsSettings.Light"/>.</param>
public sealed class EntsWorld(ulong seed, EntsSettings? settings = null)
{
    private const double Mega = 1e6;
    private const long Gigabyte = 1L << 30;
    private const double Narrowest = 0.1;

    private readonly EntsSettings _settings = settings ?? EntsSettings.Light;
    private readonly SplitMix _random = new(seed);
    private NodeId[] _sources = [];
    private int _nextSource;

    /// <summary>A network without jobs.</summary>
    public NetworkSnapshot Network(int nodes)
    {
        SnapshotNode[] all = [.. Enumerable.Range(0, nodes).Select(Node)];
        var pairs = new SortedSet<(int A, int B)>();
        for (var k = 1; k < nodes; k++)
        {
            pairs.Add((_random.Below(k), k));
        }

        var most = Math.Min(nodes * 3 / 2, nodes * (nodes - 1) / 2);
        while (pairs.Count < most)
        {
            var (a, b) = (_random.Below(nodes), _random.Below(nodes));
            if (a != b)
            {
                pairs.Add((Math.Min(a, b), Math.Max(a, b)));
            }
        }

        SnapshotLink[] links = [.. pairs.Select(p => new SnapshotLink(
            new LinkId($"{all[p.A].Id}-{all[p.B].Id}"), all[p.A].Id, all[p.B].Id, Bandwidth(), new Milliseconds(1)))];
        var options = new SnapshotOptions(_settings.Compute, _settings.Duplex, _settings.Objective);
        return new NetworkSnapshot(0, options, all, links, [], []);
    }

    /// <summary>A network with jobs that have all just arrived.</summary>
    public NetworkSnapshot Snapshot(int nodes, int jobs)
    {
        var network = Network(nodes);
        return network with { Jobs = [.. Enumerable.Range(0, jobs).Select(k => Job(k, network.Nodes))] };
    }

    /// <summary>A job whose frames come from a random node.</summary>
    public SnapshotJob Job(int number, IReadOnlyList<SnapshotNode> nodes)
    {
        var id = new JobId($"job-{number:0000}");
        var source = Source(nodes);
        return _settings.Jobs == JobShape.Recognition ? EntsJobs.Recognition(id, source, _settings)
            : EntsJobs.RandomLayers(id, source, _settings, _random);
    }

    private NodeId Source(IReadOnlyList<SnapshotNode> nodes)
    {
        if (_settings.Sources == SourceChoice.Uniform)
        {
            return nodes[_random.Below(nodes.Count)].Id;
        }

        if (_nextSource == _sources.Length)
        {
            _sources = [.. nodes.Select(n => (n.Id, Key: _random.Next())).OrderBy(n => n.Key).Select(n => n.Id)];
            _nextSource = 0;
        }

        return _sources[_nextSource++];
    }

    private SnapshotNode Node(int k)
    {
        var (speed, memory, kind) = k < 4 ? (5.0, 1L, "pi") : k < 6 ? (50.0, 4L, "nano") : k < 8 ? (100.0, 8L, "nx")
            : (100 + _random.Next() * 400, 4L << _random.Below(3), "vm");
        return new SnapshotNode(new NodeId($"n{k:0000}"), new NodeCapacity(
            new WorkRate(speed), new Bytes(memory * Gigabyte), kind, "", new Dictionary<string, string>(),
            new Dictionary<string, string>()));
    }

    private BitsPerSecond Bandwidth()
    {
        // Standard deviation 1 either way: Box and Muller's normal, or uniform over ±√3.
        var spread = _settings.Shape == BandwidthShape.Normal
            ? Math.Sqrt(-2 * Math.Log(1 - _random.Next())) * Math.Cos(2 * Math.PI * _random.Next())
            : Math.Sqrt(3) * (2 * _random.Next() - 1);
        return new BitsPerSecond(
            (long)(Mega * _settings.MeanMegabits * Math.Max(Narrowest, 1 + _settings.Deviation * spread)));
    }
}
