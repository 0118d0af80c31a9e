using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Bandwidth;

/// <summary>
/// Time of a frame from source to sink: computation at full speed, delays of the links, and each flow's data at its
/// bandwidth (relays pass data on as they come). Queueing is not part of the model (ENTS A34).
/// </summary>
internal static class Latency
{
    /// <summary>Longest way through the DAG in seconds, with the given seconds for each flow's data.</summary>
    public static double Seconds(
        IndexedNetwork network, IndexedJob job, Embedding embedding, Func<int, double> transfer)
    {
        var finish = new double[job.Tasks.Length];
        var longest = 0.0;
        foreach (var task in job.Order)
        {
            var start = 0.0;
            foreach (var f in job.Incoming[task])
            {
                start = Math.Max(start, finish[job.Flows[f].From] + Delay(network, embedding.Routes[f]) + transfer(f));
            }

            finish[task] = start + job.Seconds(task, network.Nodes[embedding.Node[task]]);
            longest = Math.Max(longest, finish[task]);
        }

        return longest;
    }

    /// <summary>
    /// The rate for which every flow must hold bandwidth so that the latency bound is met: each flow then takes at most
    /// an equal part of what computation and delays leave of the bound.
    /// </summary>
    /// <returns>The rate; 0 when nothing is bound or nothing crosses a link; null when no bandwidth would do.</returns>
    public static double? LinkFloor(IndexedNetwork network, IndexedJob job, Embedding embedding)
    {
        if (job.Source.Demand.LatencyBound is not { } bound)
        {
            return 0;
        }

        var left = bound.Value / 1000 - Seconds(network, job, embedding, _ => 0);
        var crossings = MostCrossings(job, embedding);
        if (crossings == 0)
        {
            return left >= 0 ? 0 : null;
        }

        return left > 0 ? crossings / left : null;
    }

    /// <summary>Sum of the delays on a route, in seconds.</summary>
    public static double Delay(IndexedNetwork network, IndexedRoute? route)
    {
        var seconds = 0.0;
        foreach (var link in route?.Links ?? [])
        {
            seconds += network.Links[link].Delay.Value / 1000;
        }

        return seconds;
    }

    private static int MostCrossings(IndexedJob job, Embedding embedding)
    {
        var crossings = new int[job.Tasks.Length];
        var most = 0;
        foreach (var task in job.Order)
        {
            foreach (var f in job.Incoming[task])
            {
                var crosses = embedding.Routes[f] is { Links.Length: > 0 } ? 1 : 0;
                crossings[task] = Math.Max(crossings[task], crossings[job.Flows[f].From] + crosses);
            }

            most = Math.Max(most, crossings[task]);
        }

        return most;
    }
}
