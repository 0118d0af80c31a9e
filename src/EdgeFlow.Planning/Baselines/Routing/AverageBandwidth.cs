using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// avgBw(u, v) of ENTS Algorithm 1: "average bandwidth of all routing links" between two nodes, after one of the
/// readings of A3. Not thread-safe.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="paths">The candidate paths.</param>
/// <param name="reading">What the mean is over.</param>
/// <param name="bandwidth">B_l of each resource as it counts (A4): whole or what is left; read at each call.</param>
internal sealed class AverageBandwidth(
    IndexedNetwork network, HopPaths paths, AverageBandwidthReading reading, double[] bandwidth)
{
    private readonly Dictionary<(int From, int To), int[]> _links = [];

    /// <summary>The bandwidth from one node to another in bit/s; 0 when there is no path.</summary>
    public double Between(int from, int to)
    {
        if (reading == AverageBandwidthReading.WidestPath)
        {
            return WidestPath.Width(network, bandwidth, from, to);
        }

        if (!_links.TryGetValue((from, to), out var links))
        {
            var counted = paths.Between(from, to).Take(reading == AverageBandwidthReading.AllPaths ? int.MaxValue : 1);
            links = [.. counted.SelectMany(p => p.Resources).Distinct().Order()];
            _links.Add((from, to), links);
        }

        var sum = 0.0;
        foreach (var l in links)
        {
            sum += bandwidth[l];
        }

        return links.Length == 0 ? 0 : sum / links.Length;
    }
}
