namespace EdgeFlow.Planning.Scheduling.Search;

/// <summary>
/// Seconds of every edge's transfer between the nodes of now, once in the order of the consumers and once in that of
/// the producers, so that both passes over the graph read them in a row. 0 while an end is absent. Mutable.
/// </summary>
internal sealed class Transfers
{
    private readonly ScheduleProblem _problem;
    private readonly int[] _inPlace;
    private readonly int[] _outPlace;

    public Transfers(ScheduleProblem problem)
    {
        _problem = problem;
        (_inPlace, _outPlace) = (Places(problem.In), Places(problem.Out));
        (In, Out) = (new double[_inPlace.Length], new double[_outPlace.Length]);
    }

    /// <summary>Seconds by the places of <see cref="ScheduleProblem.In"/>.</summary>
    public double[] In { get; }

    /// <summary>Seconds by the places of <see cref="ScheduleProblem.Out"/>.</summary>
    public double[] Out { get; }

    /// <summary>Weighs the edges into a task.</summary>
    public void WeighInputs(int task, int[] node)
    {
        var side = _problem.In;
        for (var k = side.Start[task]; k < side.Start[task + 1]; k++)
        {
            In[k] = Seconds(side.Data[k], node[side.Other[k]], node[task]);
            Out[_outPlace[side.Edge[k]]] = In[k];
        }
    }

    /// <summary>Weighs the edges out of a task.</summary>
    public void WeighOutputs(int task, int[] node)
    {
        var side = _problem.Out;
        for (var k = side.Start[task]; k < side.Start[task + 1]; k++)
        {
            Out[k] = Seconds(side.Data[k], node[task], node[side.Other[k]]);
            In[_inPlace[side.Edge[k]]] = Out[k];
        }
    }

    private static int[] Places(Adjacency side)
    {
        var places = new int[side.Edge.Length];
        for (var k = 0; k < places.Length; k++)
        {
            places[side.Edge[k]] = k;
        }

        return places;
    }

    private double Seconds(double data, int from, int to) =>
        from < 0 || to < 0 ? 0 : _problem.Network.Transfer(data, from, to);
}
