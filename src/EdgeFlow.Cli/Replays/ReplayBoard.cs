using EdgeFlow.Protocol.Replays;

namespace EdgeFlow.Cli.Replays;

/// <summary>What there is at the place that a replay has come to. Not for concurrent use.</summary>
internal sealed class ReplayBoard
{
    // Ended jobs that stay on the board; older ones make room.
    private const int MostEnded = 10;

    private static readonly string[] Ends = ["completed", "failed", "cancelled", "refused"];

    private readonly SortedDictionary<string, ReplayJob> jobs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReplayNode> nodes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReplayLink> links = new(StringComparer.Ordinal);
    private readonly Queue<string> ended = new();

    /// <summary>Jobs that have not ended, and the last that have; by name.</summary>
    public IReadOnlyCollection<ReplayJob> Jobs => jobs.Values;

    /// <summary>Nodes that have not left, by name.</summary>
    public IReadOnlyCollection<ReplayNode> Nodes => nodes.Values;

    /// <summary>Links that were not removed, by name.</summary>
    public IReadOnlyCollection<ReplayLink> Links => links.Values;

    /// <summary>The plan in force.</summary>
    public int Revision { get; private set; }

    /// <summary>Puts what changed in its place.</summary>
    public void Put(ReplayState change)
    {
        Revision = change.Revision;
        foreach (var job in change.Jobs)
        {
            jobs[job.Job] = job;
            if (Ends.Contains(job.Status))
            {
                ended.Enqueue(job.Job);
            }
        }

        while (ended.Count > MostEnded)
        {
            jobs.Remove(ended.Dequeue());
        }

        foreach (var node in change.Nodes)
        {
            Put(nodes, node.Node, node, node.Status == "left");
        }

        foreach (var link in change.Links)
        {
            Put(links, link.Link, link, link.Status == "removed");
        }
    }

    private static void Put<T>(SortedDictionary<string, T> things, string name, T thing, bool isGone)
    {
        if (isGone)
        {
            things.Remove(name);
        }
        else
        {
            things[name] = thing;
        }
    }
}
