using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning;

/// <summary>
/// What a caller who plans again and again keeps between two plans: the network and the jobs as arrays, the plans in
/// force as read, and who had which share. An entry is used again only when the very same object (or for the network,
/// equal ones) comes again in a snapshot, so that a plan made with a memory has the same bytes as one made without, and
/// costs what has changed. Owned by one caller; not thread-safe. Holds what the last snapshot held, no more.
/// </summary>
public sealed class PlanMemory
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private IndexedNetwork? _network;
    private SnapshotNode[] _nodes = [];
    private SnapshotLink[] _links = [];
    private PlacedJob[] _shared = [];
    private Shares? _shares;
    private long _session;

    /// <summary>What fills, with its arrays.</summary>
    internal WaterFilling Filling { get; } = new();

    /// <summary>Begins to plan for a snapshot.</summary>
    internal IndexedNetwork Begin(NetworkSnapshot snapshot)
    {
        _session++;
        if (_network is null || !IsOf(_network, snapshot))
        {
            var network = new IndexedNetwork(snapshot);
            var numbers = _network is null || network.SharedCompute != _network.SharedCompute
                || network.FullDuplex != _network.FullDuplex ? null : new Renumbering(_network, network);
            foreach (var entry in _entries.Values)
            {
                entry.Running = numbers is null ? null : entry.Running?.Renumbered(network, numbers);
            }

            (_network, _shared, _shares) = (network, [], null);
            (_nodes, _links) = ([.. snapshot.Nodes], [.. snapshot.Links]);
        }

        return _network;
    }

    /// <summary>A job as arrays.</summary>
    internal IndexedJob Job(SnapshotJob source)
    {
        if (!_entries.TryGetValue(source.Id.Value, out var entry))
        {
            _entries.Add(source.Id.Value, entry = new Entry());
        }

        entry.Session = _session;

        // Which tasks of a batch job are done depends on the network too.
        if (!ReferenceEquals(entry.Job?.Source, source) || !(entry.Job.IsStream || entry.Network == _network))
        {
            (entry.Job, entry.Network, entry.Running) = (new IndexedJob(source, _network!), _network, null);
        }

        return entry.Job;
    }

    /// <summary>The plan in force of a job, as read.</summary>
    internal RunningJob Running(IndexedJob job, JobPlan plan)
    {
        var entry = _entries[job.Id.Value];
        if (entry.Running is null || !ReferenceEquals(entry.Running.Current.Plan, plan))
        {
            entry.Running = new RunningJob(_network!, job, plan);
        }

        return entry.Running;
    }

    /// <summary>Shares of exactly these jobs, when these were the last of the session before.</summary>
    internal Shares? SharesOf(IReadOnlyList<PlacedJob> jobs)
    {
        var isSame = _shares is not null && _shared.Length == jobs.Count;
        for (var j = 0; isSame && j < _shared.Length; j++)
        {
            isSame = ReferenceEquals(_shared[j], jobs[j]);
        }

        return isSame ? _shares : null;
    }

    /// <summary>Takes note of a plan just written.</summary>
    internal void Keep(PlacedJob placed, JobPlan plan)
    {
        if (placed.Job.IsStream)
        {
            _entries[placed.Job.Id.Value].Running = new RunningJob(_network!, placed, plan);
        }
    }

    /// <summary>Ends the session: what its snapshot did not name is forgotten.</summary>
    /// <param name="jobs">The jobs placed.</param>
    /// <param name="shares">Their shares.</param>
    internal void End(IReadOnlyList<PlacedJob> jobs, Shares shares)
    {
        (_shared, _shares) = ([.. jobs], shares);
        foreach (var (id, entry) in _entries)
        {
            if (entry.Session != _session)
            {
                _entries.Remove(id);
            }
        }
    }

    private bool IsOf(IndexedNetwork network, NetworkSnapshot snapshot)
    {
        var isSame = network.SharedCompute == (snapshot.Options.Compute == ComputeModel.Shared)
            && network.FullDuplex == (snapshot.Options.Duplex == DuplexModel.Full)
            && _nodes.Length == snapshot.Nodes.Count && _links.Length == snapshot.Links.Count;
        for (var u = 0; isSame && u < _nodes.Length; u++)
        {
            isSame = ReferenceEquals(_nodes[u], snapshot.Nodes[u]) || _nodes[u] == snapshot.Nodes[u];
        }

        for (var l = 0; isSame && l < _links.Length; l++)
        {
            isSame = ReferenceEquals(_links[l], snapshot.Links[l]) || _links[l] == snapshot.Links[l];
        }

        return isSame;
    }

    private sealed class Entry
    {
        public IndexedJob? Job { get; set; }

        public IndexedNetwork? Network { get; set; }

        public RunningJob? Running { get; set; }

        public long Session { get; set; }
    }
}
