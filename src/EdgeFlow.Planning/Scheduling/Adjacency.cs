namespace EdgeFlow.Planning.Scheduling;

/// <summary>
/// The edges at one end of each task, in compressed rows: those of task t are <c>Start[t]</c> to before
/// <c>Start[t + 1]</c>, in the order in which they were given. Immutable.
/// </summary>
public sealed class Adjacency
{
    internal Adjacency(
        int tasks, ScheduleEdge[] edges, Func<ScheduleEdge, int> own, Func<ScheduleEdge, int> other)
    {
        Start = new int[tasks + 1];
        foreach (var edge in edges)
        {
            Start[own(edge) + 1]++;
        }

        for (var t = 0; t < tasks; t++)
        {
            Start[t + 1] += Start[t];
        }

        (Other, Edge, Data) = (new int[edges.Length], new int[edges.Length], new double[edges.Length]);
        var next = Start[..^1];
        for (var e = 0; e < edges.Length; e++)
        {
            var at = next[own(edges[e])]++;
            (Other[at], Edge[at], Data[at]) = (other(edges[e]), e, edges[e].Data);
        }
    }

    /// <summary>Where the edges of each task start.</summary>
    public int[] Start { get; }

    /// <summary>The task at the other end.</summary>
    public int[] Other { get; }

    /// <summary>The number of the edge.</summary>
    public int[] Edge { get; }

    /// <summary>Its data.</summary>
    public double[] Data { get; }
}
