using EdgeFlow.Experiments.Instances;

namespace EdgeFlow.Experiments.Requests;

/// <summary>
/// An account of its own of who holds what, in the whole numbers of the instance, so that an embedding is checked
/// without anything of the planner's: whether nodes are distinct, paths continuous and simple, CPU and bandwidth there.
/// Mutable; one owner.
/// </summary>
public sealed class EmbeddingAudit
{
    private readonly int[] _cpu;
    private readonly Dictionary<(int Low, int High), int> _bandwidth;
    private readonly Dictionary<int, EmbeddingAnswer> _held = [];

    /// <summary>Nothing is held.</summary>
    /// <param name="instance">The network.</param>
    public EmbeddingAudit(EmbeddingInstance instance)
    {
        _cpu = [.. instance.Cpu];
        _bandwidth = instance.Links.ToDictionary(l => Ends(l.A, l.B), l => l.Bandwidth);
    }

    /// <summary>Cost: Σ CPU + Σ bandwidth × hops.</summary>
    public static int Cost(EmbeddingRequest request, EmbeddingAnswer answer) => request.Cpu.Sum()
        + request.Links.Zip(answer.Paths).Sum(p => p.First.Bandwidth * (p.Second.Count - 1));

    /// <summary>Takes what a request holds, after having checked that it may.</summary>
    /// <returns>What is wrong, in words; null when nothing is, and only then anything is taken.</returns>
    public string? Take(EmbeddingRequest request, EmbeddingAnswer answer)
    {
        if (answer.Hosts.Count != request.Cpu.Count || answer.Paths.Count != request.Links.Count)
        {
            return $"request {request.Id} is not embedded whole";
        }

        if (answer.Hosts.Distinct().Count() != answer.Hosts.Count)
        {
            return $"request {request.Id} has two nodes on one";
        }

        var wrong = request.Links.Zip(answer.Paths)
            .Select(p => Broken(answer.Hosts[p.First.A], answer.Hosts[p.First.B], p.Second))
            .FirstOrDefault(w => w is not null);
        if (wrong is not null)
        {
            return $"request {request.Id}: {wrong}";
        }

        Charge(request, answer, +1);
        _held.Add(request.Id, answer);
        if (Array.Exists(_cpu, left => left < 0) || _bandwidth.Values.Any(left => left < 0))
        {
            Release(request);
            return $"request {request.Id} takes more than is left";
        }

        return null;
    }

    /// <summary>Gives back what a request held.</summary>
    public void Release(EmbeddingRequest request)
    {
        if (_held.Remove(request.Id, out var answer))
        {
            Charge(request, answer, -1);
        }
    }

    private void Charge(EmbeddingRequest request, EmbeddingAnswer answer, int sign)
    {
        foreach (var (cpu, host) in request.Cpu.Zip(answer.Hosts))
        {
            _cpu[host] -= sign * cpu;
        }

        foreach (var (link, path) in request.Links.Zip(answer.Paths))
        {
            foreach (var (a, b) in path.Zip(path.Skip(1)))
            {
                _bandwidth[Ends(a, b)] -= sign * link.Bandwidth;
            }
        }
    }

    private string? Broken(int from, int to, IReadOnlyList<int> path)
    {
        if (path.Count < 2 || path[0] != from || path[^1] != to || path.Distinct().Count() != path.Count)
        {
            return $"the path {string.Join('-', path)} does not lead from {from} to {to}, or passes a node twice";
        }

        foreach (var (a, b) in path.Zip(path.Skip(1)))
        {
            if (!_bandwidth.ContainsKey(Ends(a, b)))
            {
                return $"there is no link {a}-{b}";
            }
        }

        return null;
    }

    private static (int Low, int High) Ends(int a, int b) => (Math.Min(a, b), Math.Max(a, b));
}
