using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Budgets;

/// <summary>
/// What a stream job costs where it is placed. A second of computation costs a 3600th of the node's price an hour and
/// the node's busy watts in joules; a bit over a link its part of the link's price a gigabyte. Both are proportional to
/// the rate, so a budget B is the rate B / (cost a frame) that the job may not exceed there.
/// </summary>
/// <param name="Price">Price of a frame.</param>
/// <param name="Joules">Energy of a frame above idle, in joules.</param>
internal readonly record struct Spending(double Price, double Joules)
{
    /// <summary>Seconds in the hour of a price an hour.</summary>
    public const double SecondsPerHour = 3600;

    /// <summary>Bits in the gigabyte of a price a gigabyte.</summary>
    public const double BitsPerGigabyte = 8e9;

    /// <summary>What a frame costs under an embedding.</summary>
    public static Spending PerFrame(IndexedNetwork network, IndexedJob job, Embedding embedding)
    {
        var (price, joules) = (0.0, 0.0);
        for (var i = 0; i < job.Tasks.Length; i++)
        {
            if (embedding.Node[i] < 0)
            {
                continue;
            }

            var node = network.Nodes[embedding.Node[i]];
            var seconds = job.Seconds(i, node);
            price += seconds * (node.Capacity.PricePerHour ?? 0) / SecondsPerHour;
            joules += seconds * (node.Capacity.Energy?.BusyWatts ?? 0);
        }

        for (var f = 0; f < job.Flows.Length; f++)
        {
            foreach (var l in embedding.Routes[f]?.Links ?? [])
            {
                price += job.Flows[f].Bits * network.Links[l].PricePerGigabyte / BitsPerGigabyte;
            }
        }

        return new Spending(price, joules);
    }

    /// <summary>The highest rate that the job's budget allows under an embedding, and which part of it does.</summary>
    /// <returns>Infinity and null where nothing is bound.</returns>
    public static (double Rate, string? Binding) RateCap(IndexedNetwork network, IndexedJob job, Embedding embedding)
    {
        if (!job.IsStream || job.Source.Demand.Budget is not { } budget)
        {
            return (double.PositiveInfinity, null);
        }

        var frame = PerFrame(network, job, embedding);
        var byPrice = budget.PricePerHour is { } price && frame.Price > 0
            ? price / (frame.Price * SecondsPerHour) : double.PositiveInfinity;
        var byEnergy = budget.Watts is { } watts && frame.Joules > 0
            ? watts / frame.Joules : double.PositiveInfinity;
        return byPrice <= byEnergy
            ? (byPrice, double.IsInfinity(byPrice) ? null : "pricePerHour")
            : (byEnergy, "watts");
    }
}
