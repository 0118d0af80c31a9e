using EdgeFlow.Experiments.Instances;

namespace EdgeFlow.Experiments.Requests;

/// <summary>
/// The simplest heuristic of the embedding literature, to compare with in the same run: nodes first, paths after. Nodes
/// of network and request are ranked by CPU × bandwidth around them (node resource management, NRM) and matched in that
/// order; each link then takes the shortest path with the bandwidth left. Mutable; one owner.
/// </summary>
public sealed class RankHeuristic
{
    private readonly EmbeddingInstance _instance;
    private readonly int[] _cpu;
    private readonly int[] _bandwidth;
    private readonly List<(int Node, int Link)>[] _around;
    private readonly Dictionary<int, (int[] Hosts, List<(int Link, int Amount)> Held)> _held = [];

    /// <summary>An empty network.</summary>
    public RankHeuristic(EmbeddingInstance instance)
    {
        _instance = instance;
        _cpu = [.. instance.Cpu];
        _bandwidth = [.. instance.Links.Select(l => l.Bandwidth)];
        _around = [.. instance.Cpu.Select(_ => new List<(int, int)>())];
        for (var l = 0; l < instance.Links.Count; l++)
        {
            _around[instance.Links[l].A].Add((instance.Links[l].B, l));
            _around[instance.Links[l].B].Add((instance.Links[l].A, l));
        }
    }

    /// <summary>Replays all requests of the instance.</summary>
    /// <param name="seen">Told before and after each offer, for whoever has a clock.</param>
    public ReplayResult Run(Action? seen = null)
    {
        var (accepted, revenue, cost, timeRevenue) = (0, 0L, 0L, 0.0);
        var running = new PriorityQueue<EmbeddingRequest, (double At, int Id)>();
        foreach (var request in _instance.Requests)
        {
            while (running.TryPeek(out var leaving, out var at) && at.At <= request.Arrival)
            {
                Release(running.Dequeue());
            }

            seen?.Invoke();
            var hops = Offer(request);
            seen?.Invoke();
            if (hops is not null)
            {
                running.Enqueue(request, (request.Arrival + request.Lifetime, request.Id));
                accepted++;
                revenue += request.Revenue;
                timeRevenue += request.Revenue * request.Lifetime;
                cost += request.Cpu.Sum() + hops.Value;
            }
        }

        return new ReplayResult(accepted, _instance.Requests.Count, revenue, timeRevenue, cost);
    }

    /// <summary>Embeds a request.</summary>
    /// <returns>Bandwidth × hops that it holds; null when it is refused.</returns>
    private int? Offer(EmbeddingRequest request)
    {
        if (Hosts(request) is not { } hosts)
        {
            return null;
        }

        var held = new List<(int Link, int Amount)>();
        foreach (var link in request.Links)
        {
            if (Path(hosts[link.A], hosts[link.B], link.Bandwidth) is not { } path)
            {
                held.ForEach(h => _bandwidth[h.Link] += h.Amount);
                return null;
            }

            held.AddRange(path.Select(l => (l, link.Bandwidth)));
            path.ForEach(l => _bandwidth[l] -= link.Bandwidth);
        }

        for (var i = 0; i < hosts.Length; i++)
        {
            _cpu[hosts[i]] -= request.Cpu[i];
        }

        _held.Add(request.Id, (hosts, held));
        return held.Sum(h => h.Amount);
    }

    private void Release(EmbeddingRequest request)
    {
        _held.Remove(request.Id, out var what);
        what.Held.ForEach(h => _bandwidth[h.Link] += h.Amount);
        for (var i = 0; i < what.Hosts.Length; i++)
        {
            _cpu[what.Hosts[i]] += request.Cpu[i];
        }
    }

    private int[]? Hosts(EmbeddingRequest request)
    {
        var ranked = Enumerable.Range(0, _cpu.Length)
            .OrderByDescending(u => (long)_cpu[u] * _around[u].Sum(a => _bandwidth[a.Link])).ToList();
        var hosts = new int[request.Cpu.Count];
        var order = Enumerable.Range(0, hosts.Length).OrderByDescending(i => (long)request.Cpu[i]
            * request.Links.Sum(l => l.A == i || l.B == i ? l.Bandwidth : 0));
        foreach (var i in order)
        {
            var at = ranked.FindIndex(u => _cpu[u] >= request.Cpu[i]);
            if (at < 0)
            {
                return null;
            }

            hosts[i] = ranked[at];
            ranked.RemoveAt(at);
        }

        return hosts;
    }

    /// <summary>The links of a path of fewest hops with a bandwidth left; null when there is none.</summary>
    private List<int>? Path(int from, int to, int bandwidth)
    {
        var arrival = new (int Node, int Link)[_cpu.Length];
        Array.Fill(arrival, (-1, -1));
        var open = new Queue<int>([from]);
        while (arrival[to].Node < 0 && open.TryDequeue(out var u))
        {
            foreach (var (v, link) in _around[u])
            {
                if (v != from && arrival[v].Node < 0 && _bandwidth[link] >= bandwidth)
                {
                    arrival[v] = (u, link);
                    open.Enqueue(v);
                }
            }
        }

        var path = new List<int>();
        for (var u = to; u != from; u = arrival[u].Node)
        {
            if (arrival[u].Node < 0)
            {
                return null;
            }

            path.Add(arrival[u].Link);
        }

        return path;
    }
}
