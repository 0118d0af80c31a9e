using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>The jobs placed so far, by id, and the memory they leave. Mutable; owned by one planning session.</summary>
internal sealed class Board
{
    private readonly SortedList<string, PlacedJob> _jobs = new(StringComparer.Ordinal);
    private readonly WaterFilling _filling = new();
    private Shares? _shares;

    public Board(IndexedNetwork network)
    {
        Network = network;
        FreeMemory = [.. network.Nodes.Select(n => n.Capacity.Memory.Value)];
        BatchSeconds = new double[network.NodeCount];
    }

    /// <summary>The network.</summary>
    public IndexedNetwork Network { get; }

    /// <summary>Memory free on each node, in bytes; negative when a node has shrunk below what it hosts.</summary>
    public long[] FreeMemory { get; }

    /// <summary>Seconds of batch tasks that wait or run on each node.</summary>
    public double[] BatchSeconds { get; }

    /// <summary>The jobs placed, by id.</summary>
    public IList<PlacedJob> Jobs => _jobs.Values;

    /// <summary>Shares of the jobs placed.</summary>
    public Shares Shares => _shares ??= new Shares(Network, [.. _jobs.Values], _filling);

    /// <summary>Puts a job on the board.</summary>
    public void Add(PlacedJob job)
    {
        _jobs.Add(job.Job.Id.Value, job);
        Charge(job, +1);
    }

    /// <summary>Takes a job off the board.</summary>
    public void Remove(PlacedJob job)
    {
        _jobs.Remove(job.Job.Id.Value);
        Charge(job, -1);
    }

    /// <summary>The shares that would result from one job more.</summary>
    /// <returns>The shares, and the position of that job in them.</returns>
    public (Shares Shares, int Position) With(PlacedJob job)
    {
        var jobs = new List<PlacedJob>(_jobs.Count + 1);
        jobs.AddRange(_jobs.Values);
        var position = jobs.FindIndex(j => j.Job.Id.CompareTo(job.Job.Id) > 0);
        position = position < 0 ? jobs.Count : position;
        jobs.Insert(position, job);
        return (new Shares(Network, jobs, _filling), position);
    }

    private void Charge(PlacedJob job, int sign)
    {
        _shares = null;
        for (var i = 0; i < job.Job.Tasks.Length; i++)
        {
            var node = job.Embedding.Node[i];
            if (job.Job.Done[i] || node < 0)
            {
                continue;
            }

            FreeMemory[node] -= sign * job.Job.Tasks[i].Memory.Value;
            BatchSeconds[node] += job.Job.IsStream ? 0 : sign * job.Job.Seconds(i, Network.Nodes[node]);
        }
    }
}
