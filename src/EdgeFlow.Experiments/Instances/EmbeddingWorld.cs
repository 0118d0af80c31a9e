using System.Globalization;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// Generator of embedding instances with the defaults of the Virne benchmark (Wang et al. 2025): a connected Waxman
/// network (100 nodes in the unit square, p = 0.5·exp(-d / 0.2·L)), CPU and bandwidth 50 to 100, requests of 2 to 10
/// nodes that are connected random graphs (p = 0.5), CPU 0 to 20, bandwidth 0 to 50, Poisson arrivals at whole times,
/// exponential lifetimes of mean 500. All amounts are whole and uniform. The same settings give the same instance.
/// </summary>
public sealed class EmbeddingWorld
{
    private const double WaxmanAlpha = 0.5;
    private const double WaxmanBeta = 0.2;
    private const double Wired = 0.5;
    private const double MeanLifetime = 500;
    private const int LeastCapacity = 50;
    private const int MostCapacity = 100;
    private const int MostCpu = 20;
    private const int MostBandwidth = 50;
    private const int LeastNodes = 2;
    private const int MostNodes = 10;

    // A network or request that is not connected is drawn again; that it fails so often has no chance worth the name.
    private const int MaxDraws = 1_000;

    private ulong _state;

    private EmbeddingWorld(ulong seed) => _state = seed;

    /// <summary>Generates.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="rate">Arrivals a unit of time.</param>
    /// <param name="requests">How many requests.</param>
    /// <param name="nodes">How many nodes.</param>
    public static EmbeddingInstance Generate(ulong seed, double rate, int requests = 1000, int nodes = 100)
    {
        var world = new EmbeddingWorld(seed);
        var links = world.Connected(nodes, () => world.Waxman(nodes));
        int[] cpu = [.. Enumerable.Range(0, nodes).Select(_ => world.Whole(LeastCapacity, MostCapacity))];
        var network = links.Select(l => new EmbeddingLink(l.A, l.B, world.Whole(LeastCapacity, MostCapacity)));
        var name = string.Create(CultureInfo.InvariantCulture, $"waxman{nodes}-rate{rate}-seed{seed}");
        return new EmbeddingInstance(name, cpu, [.. network], [.. world.Requests(rate, requests)], []);
    }

    private List<EmbeddingRequest> Requests(double rate, int count)
    {
        var (requests, clock) = (new List<EmbeddingRequest>(count), 0.0);
        for (var k = 0; k < count; k++)
        {
            clock += -Math.Log(1 - Next()) / rate;
            var size = Whole(LeastNodes, MostNodes);
            var links = Connected(size, () => Random(size));
            requests.Add(new EmbeddingRequest(
                k, Math.Floor(clock), -Math.Log(1 - Next()) * MeanLifetime,
                [.. Enumerable.Range(0, size).Select(_ => Whole(0, MostCpu))],
                [.. links.Select(l => new EmbeddingLink(l.A, l.B, Whole(0, MostBandwidth)))]));
        }

        return requests;
    }

    private List<(int A, int B)> Waxman(int nodes)
    {
        var at = Enumerable.Range(0, nodes).Select(_ => (X: Next(), Y: Next())).ToArray();
        var pairs = Pairs(nodes).ToList();
        var longest = pairs.Max(p => Distance(at[p.A], at[p.B]));
        return [.. pairs.Where(p =>
            Next() < WaxmanAlpha * Math.Exp(-Distance(at[p.A], at[p.B]) / (WaxmanBeta * longest)))];
    }

    private List<(int A, int B)> Random(int nodes) => [.. Pairs(nodes).Where(_ => Next() < Wired)];

    private static IEnumerable<(int A, int B)> Pairs(int nodes)
    {
        for (var a = 0; a < nodes; a++)
        {
            for (var b = a + 1; b < nodes; b++)
            {
                yield return (a, b);
            }
        }
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    private List<(int A, int B)> Connected(int nodes, Func<List<(int A, int B)>> draw)
    {
        for (var k = 0; k < MaxDraws; k++)
        {
            var pairs = draw();
            if (IsConnected(nodes, pairs))
            {
                return pairs;
            }
        }

        throw new InvalidOperationException($"{MaxDraws} random graphs of {nodes} nodes were all unconnected.");
    }

    private static bool IsConnected(int nodes, List<(int A, int B)> pairs)
    {
        var part = Enumerable.Range(0, nodes).ToArray();
        foreach (var (a, b) in pairs)
        {
            var (from, to) = (part[a], part[b]);
            for (var u = 0; u < nodes; u++)
            {
                part[u] = part[u] == from ? to : part[u];
            }
        }

        return Array.TrueForAll(part, p => p == part[0]);
    }

    private int Whole(int least, int most) => least + (int)(Next() * (most - least + 1));

    /// <summary>splitmix64, as a number from 0 to below 1.</summary>
    private double Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
