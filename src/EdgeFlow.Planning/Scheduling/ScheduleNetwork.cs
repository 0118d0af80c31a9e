namespace EdgeFlow.Planning.Scheduling;

/// <summary>The nodes of a schedule problem and the ways between them. Immutable.</summary>
public sealed class ScheduleNetwork
{
    /// <summary>A network.</summary>
    /// <param name="ready">Seconds until each node is free.</param>
    /// <param name="secondsPerUnit">
    /// Seconds that a unit of data takes from node u to node v, at <c>[u * nodes + v]</c>: finite, 0 for an unlimited
    /// way. Transfers do not slow each other.
    /// </param>
    /// <param name="delay">
    /// Seconds that every transfer takes besides, in the same order; infinity where there is no way.
    /// </param>
    /// <exception cref="ArgumentException">The sizes do not match, or a number is negative.</exception>
    public ScheduleNetwork(double[] ready, double[] secondsPerUnit, double[] delay)
    {
        (Ready, SecondsPerUnit, Delay) = (ready, secondsPerUnit, delay);
        if (secondsPerUnit.Length != ready.Length * ready.Length || delay.Length != secondsPerUnit.Length)
        {
            throw new ArgumentException(
                $"{ready.Length} nodes need {ready.Length * ready.Length} ways, given are "
                + $"{secondsPerUnit.Length} rates and {delay.Length} delays");
        }

        if (Array.Exists(ready, s => !(s >= 0 && double.IsFinite(s)))
            || Array.Exists(secondsPerUnit, s => !(s >= 0 && double.IsFinite(s)))
            || Array.Exists(delay, s => !(s >= 0)))
        {
            throw new ArgumentException("times of nodes and ways must be 0 or more, and only a delay may be infinite");
        }
    }

    /// <summary>How many nodes.</summary>
    public int Count => Ready.Length;

    /// <summary>Seconds until each node is free.</summary>
    public double[] Ready { get; }

    /// <summary>Seconds a unit of data from u to v, at <c>[u * Count + v]</c>.</summary>
    public double[] SecondsPerUnit { get; }

    /// <summary>Seconds besides, at <c>[u * Count + v]</c>; infinity where there is no way.</summary>
    public double[] Delay { get; }

    /// <summary>Seconds that data take from a node to another; 0 within a node.</summary>
    public double Transfer(double data, int from, int to)
    {
        var way = from * Count + to;
        return from == to ? 0 : Delay[way] + data * SecondsPerUnit[way];
    }
}
