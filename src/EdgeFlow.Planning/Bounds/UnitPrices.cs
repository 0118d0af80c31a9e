namespace EdgeFlow.Planning.Bounds;

/// <summary>Prices of one unit of each resource: a second a second, a bit a second, a byte. Immutable.</summary>
internal sealed class UnitPrices(ResourceLoads loads, double[] price)
{
    /// <summary>The price of each resource.</summary>
    public IReadOnlyList<double> Price => price;

    /// <summary>Whether some memory has a price, so that costs do not simply grow with the rate.</summary>
    public bool HasMemory { get; } = Enumerable.Range(0, price.Length).Any(r => loads.IsMemory(r) && price[r] > 0);

    /// <summary>What all resources together are worth.</summary>
    public double Worth()
    {
        var worth = 0.0;
        for (var r = 0; r < price.Length; r++)
        {
            worth += price[r] > 0 ? price[r] * loads.Capacity(r) : 0;
        }

        return worth;
    }

    /// <summary>Between two sets of prices.</summary>
    /// <param name="other">The other set.</param>
    /// <param name="part">How much of the other.</param>
    public UnitPrices Mix(UnitPrices other, double part) =>
        new(loads, [.. price.Zip(other.Price, (a, b) => (1 - part) * a + part * b)]);

    /// <summary>The costs of a class at a rate, of embeddings that can reach a level by themselves.</summary>
    public EmbeddingCosts CostsOf(JobClass jobClass, double level, double rate)
    {
        var network = loads.Network;
        var group = new double[jobClass.Groups.Count][];
        for (var g = 0; g < group.Length; g++)
        {
            group[g] = new double[network.NodeCount];
            for (var u = 0; u < group[g].Length; u++)
            {
                var seconds = jobClass.Seconds[g][u];
                group[g][u] = double.IsInfinity(seconds) || level * seconds > 1 + EmbeddingCosts.Slack
                    ? double.PositiveInfinity
                    : (network.SharedCompute ? rate * seconds * price[u] : 0)
                        + jobClass.Groups.Memory[g] * price[loads.Memory(u)];
            }
        }

        var known = new SortedDictionary<double, double[]>();
        return new EmbeddingCosts(level, group, [.. jobClass.Job.Flows.Select(f => ByBits(f.Bits))]);

        double[] ByBits(double bits)
        {
            if (!known.TryGetValue(bits, out var costs))
            {
                known.Add(bits, costs = new double[network.Capacity.Length]);
                for (var r = network.NodeCount; r < costs.Length; r++)
                {
                    costs[r] = level * bits > network.Capacity[r] * (1 + EmbeddingCosts.Slack)
                        ? double.PositiveInfinity : rate * bits * price[r];
                }
            }

            return costs;
        }
    }

    /// <summary>What an embedding costs at a rate.</summary>
    public double CostOf(BoundedEmbedding embedding, double rate)
    {
        var cost = 0.0;
        foreach (var (resource, size) in embedding.Items)
        {
            cost += price[resource] * size * (loads.IsMemory(resource) ? 1 : rate);
        }

        return cost;
    }
}
