namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// Prices of the whole of each resource, for each rounding of its loads; they make the costs of embeddings at a common
/// rate. Mutable only by its maker.
/// </summary>
internal sealed class MaxMinPrices(ResourceLoads loads)
{
    private readonly double[]?[] _price = new double[loads.Count][];

    /// <summary>Sum of all prices: what the plan as a whole can pay.</summary>
    public double Sum { get; private set; }

    /// <summary>Adds to the price of a resource under a rounding.</summary>
    public void Add(int resource, int rounding, double price)
    {
        (_price[resource] ??= new double[Rounding.Most + 1])[rounding] += price;
        Sum += price;
    }

    /// <summary>All prices above 0, by resource and rounding.</summary>
    public IEnumerable<(int Resource, int Rounding, double Price)> All()
    {
        for (var r = 0; r < _price.Length; r++)
        {
            for (var k = 0; k <= Rounding.Most; k++)
            {
                if (_price[r] is { } prices && prices[k] > 0)
                {
                    yield return (r, k, prices[k]);
                }
            }
        }
    }

    /// <summary>The costs of a class when each of its jobs has a rate.</summary>
    public EmbeddingCosts CostsOf(JobClass jobClass, double rate)
    {
        var group = new double[jobClass.Groups.Count][];
        for (var g = 0; g < group.Length; g++)
        {
            group[g] = new double[loads.Network.NodeCount];
            for (var u = 0; u < group[g].Length; u++)
            {
                var (busy, memory) = (rate * jobClass.Seconds[g][u], jobClass.Groups.Memory[g]);
                group[g][u] = busy > 1 + EmbeddingCosts.Slack ? double.PositiveInfinity
                    : (loads.Network.SharedCompute ? CostOf(u, busy) : 0)
                        + (memory > 0 ? CostOf(loads.Memory(u), memory / loads.Capacity(loads.Memory(u))) : 0);
            }
        }

        var known = new SortedDictionary<double, double[]>();
        return new EmbeddingCosts(rate, group, [.. jobClass.Job.Flows.Select(f => ByBits(f.Bits))]);

        double[] ByBits(double bits)
        {
            if (!known.TryGetValue(bits, out var costs))
            {
                known.Add(bits, costs = FlowCosts(rate * bits));
            }

            return costs;
        }
    }

    private double[] FlowCosts(double bandwidth)
    {
        var costs = new double[loads.Network.Capacity.Length];
        for (var r = loads.Network.NodeCount; r < costs.Length; r++)
        {
            var capacity = loads.Network.Capacity[r];
            costs[r] = capacity <= 0 || bandwidth > capacity * (1 + EmbeddingCosts.Slack)
                ? double.PositiveInfinity : CostOf(r, bandwidth / capacity);
        }

        return costs;
    }

    private double CostOf(int resource, double load)
    {
        if (_price[resource] is not { } prices)
        {
            return 0;
        }

        var cost = 0.0;
        for (var k = 0; k < prices.Length; k++)
        {
            cost += prices[k] > 0 ? prices[k] * Rounding.Of(k, load) : 0;
        }

        return cost;
    }
}
