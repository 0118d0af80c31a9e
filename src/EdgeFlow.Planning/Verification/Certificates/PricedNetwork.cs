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

    private static readonly double[] s_none = new double[MostRounding + 1];

    private readonly Dictionary<string, double[]> _prices = new(StringComparer.Ordinal);
    private readonly double[][] _nodePrice;
    private readonly double[][] _memoryPrice;
    private readonly double[][] _passagePrice;

    /// <summary>Reads the prices.</summary>
    /// <param name="facts">The snapshot.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="hasTurns">Whether tasks take turns on a node whatever the model of compute, as those of batch jobs
    /// do.</param>
    /// <param name="faults">Prices that are none are named here.</param>
    public PricedNetwork(Facts facts, IReadOnlyList<ResourcePrice> prices, bool hasTurns, List<string> faults)
    {
        Nodes = [.. facts.Nodes.Values];
        Usable = UsableMemory(facts, Nodes);
        IsShared = facts.Snapshot.Options.Compute == ComputeModel.Shared;
        var number = Nodes.Select((n, k) => (n.Id, k)).ToDictionary(p => p.Id, p => p.k);
        var isFull = facts.Snapshot.Options.Duplex == DuplexModel.Full;
        foreach (var link in facts.Links.Values.Where(
            l => l.A != l.B && l.Capacity.Value > 0 && number.ContainsKey(l.A) && number.ContainsKey(l.B)))
        {
            Add(number[link.A], number[link.B], link.Capacity.Value, Name(link, link.A));
            Add(number[link.B], number[link.A], link.Capacity.Value, Name(link, link.B));
        }

        var names = Passages.Select(p => p.Resource).Concat(Nodes.Select(n => $"memory {n.Id}"))
            .Concat(IsShared || hasTurns ? Nodes.Select(n => $"node {n.Id}") : []).ToHashSet(StringComparer.Ordinal);
        foreach (var price in prices)
        {
            Take(price, names, faults);
        }

        _nodePrice = [.. Nodes.Select(n => PricesOf($"node {n.Id}"))];
        _memoryPrice = [.. Nodes.Select(n => PricesOf($"memory {n.Id}"))];
        _passagePrice = [.. Passages.Select(p => PricesOf(p.Resource))];
        Leaving = ByNode(p => p.From);
        Entering = ByNode(p => p.To);

        void Add(int from, int to, double capacity, string name) =>
            Passages.Add(new Passage(Passages.Count, from, to, capacity, name));

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

    /// <summary>The passages by the node that they leave.</summary>
    public Passage[][] Leaving { get; }

    /// <summary>The passages by the node that they enter.</summary>
    public Passage[][] Entering { get; }

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
                worth += NodePrice(u) + MemoryPrice(u) * Usable[u];
            }

            return worth + Passages.DistinctBy(p => p.Resource).Sum(p => PassagePrice(p) * p.Capacity);
        }
    }

    /// <summary>Price of a second of a node a second.</summary>
    public double NodePrice(int node) => _nodePrice[node][0];

    /// <summary>Price of a byte of a node.</summary>
    public double MemoryPrice(int node) => _memoryPrice[node][0];

    /// <summary>Price of a bit a second of a passage.</summary>
    public double PassagePrice(Passage passage) => _passagePrice[passage.Number][0];

    /// <summary>Price of a load of a node, as a part of the whole, with the roundings of the certificate.</summary>
    public double NodeLoad(int node, double load) => LoadPrice(_nodePrice[node], load);

    /// <summary>Price of a load of a node's memory, as a part of what tasks can fill.</summary>
    public double MemoryLoad(int node, double load) => LoadPrice(_memoryPrice[node], load);

    /// <summary>Price of a load of a passage, as a part of its capacity.</summary>
    public double PassageLoad(Passage passage, double load) => LoadPrice(_passagePrice[passage.Number], load);

    private static double LoadPrice(double[] price, double load)
    {
        var sum = price[0] > 0 ? price[0] * load : 0;
        for (var k = 1; k <= MostRounding; k++)
        {
            sum += price[k] > 0 ? price[k] * Math.Max(0, Math.Floor((k + 1) * load - RoundingSlack) / k) : 0;
        }

        return sum;
    }

    private Passage[][] ByNode(Func<Passage, int> end)
    {
        var at = Passages.ToLookup(end);
        return [.. Enumerable.Range(0, Nodes.Length).Select(u => at[u].ToArray())];
    }

    private double[] PricesOf(string resource) => _prices.GetValueOrDefault(resource, s_none);

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

    private void Take(ResourcePrice price, HashSet<string> names, List<string> faults)
    {
        if (!names.Contains(price.Resource) || !double.IsFinite(price.Price) || price.Price < 0
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
