using System.Numerics;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>A snapshot's nodes and passages with the prices that a certificate puts on them. Immutable.</summary>
internal sealed class PricedNetwork
{
    private const int MostRounding = 6;
    private const double RoundingSlack = 1e-8;

    private readonly Dictionary<string, double[]> _prices = new(StringComparer.Ordinal);

    public PricedNetwork(Facts facts, Certificate certificate, List<string> faults)
    {
        Nodes = [.. facts.Nodes.Values];
        Usable = UsableMemory(facts, Nodes);
        IsShared = facts.Snapshot.Options.Compute == ComputeModel.Shared;
        var number = Nodes.Select((n, k) => (n.Id, k)).ToDictionary(p => p.Id, p => p.k);
        var isFull = facts.Snapshot.Options.Duplex == DuplexModel.Full;
        foreach (var link in facts.Links.Values.Where(
            l => l.A != l.B && l.Capacity.Value > 0 && number.ContainsKey(l.A) && number.ContainsKey(l.B)))
        {
            Passages.Add(new(number[link.A], number[link.B], link.Capacity.Value, Name(link, link.A)));
            Passages.Add(new(number[link.B], number[link.A], link.Capacity.Value, Name(link, link.B)));
        }

        // Batch tasks take turns on a node under both models of compute.
        var hasNodes = IsShared || certificate.Objective == Objective.Makespan;
        foreach (var price in certificate.Prices)
        {
            Take(price, hasNodes, faults);
        }

        string Name(SnapshotLink link, NodeId from) => isFull ? $"link {link.Id} from {from}" : $"link {link.Id}";
    }

    /// <summary>The nodes by id.</summary>
    public SnapshotNode[] Nodes { get; }

    /// <summary>
    /// Bytes of each node that tasks can fill: where the memory of every task is a whole multiple of some amount, what
    /// is left over below that amount is of no use to anyone.
    /// </summary>
    public double[] Usable { get; }

    /// <summary>The passages of links, one for each direction.</summary>
    public List<Passage> Passages { get; } = [];

    /// <summary>Whether tasks on a node share its time.</summary>
    public bool IsShared { get; }

    /// <summary>Whether some memory has a price.</summary>
    public bool HasMemoryPrices => _prices.Keys.Any(k => k.StartsWith("memory ", StringComparison.Ordinal));

    /// <summary>Sum of all prices as they stand, by resource.</summary>
    public double SumOfPrices => _prices.OrderBy(p => p.Key, StringComparer.Ordinal).Sum(p => p.Value.Sum());

    /// <summary>Sum of price times capacity over all resources.</summary>
    public double Worth
    {
        get
        {
            var worth = 0.0;
            for (var u = 0; u < Nodes.Length; u++)
            {
                worth += UnitPrice($"node {Nodes[u].Id}");
                worth += UnitPrice($"memory {Nodes[u].Id}") * Usable[u];
            }

            return worth + Passages.DistinctBy(p => p.Resource).Sum(p => UnitPrice(p.Resource) * p.Capacity);
        }
    }

    /// <summary>Price of one unit of a resource.</summary>
    public double UnitPrice(string resource) => _prices.TryGetValue(resource, out var price) ? price[0] : 0;

    /// <summary>Price of a load, as a part of the whole resource, with the roundings of the certificate.</summary>
    public double LoadPrice(string resource, double load)
    {
        if (!_prices.TryGetValue(resource, out var price))
        {
            return 0;
        }

        var sum = price[0] * load;
        for (var k = 1; k <= MostRounding; k++)
        {
            sum += price[k] * Math.Max(0, Math.Floor((k + 1) * load - RoundingSlack) / k);
        }

        return sum;
    }

    private static double[] UsableMemory(Facts facts, SnapshotNode[] nodes)
    {
        var amount = BigInteger.Zero;
        foreach (var task in facts.Jobs.Values.Where(j => j.Demand.Mode == JobMode.Stream).SelectMany(j => j.Tasks))
        {
            // A plan in which a task takes more than its lightest form needs leaves no more room to the others.
            var factor = (task.Variants ?? []).Select(v => v.Memory).Append(1).Min();
            amount = BigInteger.GreatestCommonDivisor(amount, (long)Math.Floor(task.Memory.Value * factor));
        }

        return [.. nodes.Select(n => (double)(amount.IsZero ? n.Capacity.Memory.Value
            : n.Capacity.Memory.Value / (long)amount * (long)amount))];
    }

    private void Take(ResourcePrice price, bool hasNodes, List<string> faults)
    {
        var isThere = Passages.Exists(p => p.Resource == price.Resource)
            || Array.Exists(Nodes, n => (hasNodes && price.Resource == $"node {n.Id}")
                || price.Resource == $"memory {n.Id}");
        if (!isThere || !double.IsFinite(price.Price) || price.Price < 0
            || price.Rounding is < 0 or > MostRounding)
        {
            faults.Add($"price {price.Price} of '{price.Resource}' with rounding {price.Rounding} is none");
            return;
        }

        if (!_prices.TryGetValue(price.Resource, out var known))
        {
            _prices.Add(price.Resource, known = new double[MostRounding + 1]);
        }

        known[price.Rounding] += price.Price;
    }
}
