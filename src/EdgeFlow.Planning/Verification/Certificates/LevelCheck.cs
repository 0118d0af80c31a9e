using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>
/// Whether prices prove that no plan gives some jobs certain rates, all at once: at these rates, with loads rounded,
/// their cheapest embeddings cost more than all resources together. Stateless.
/// </summary>
internal static class LevelCheck
{
    private delegate double[] CostsAtRoot(
        PricedNetwork network, PricedJob job, double rate, Func<int, int, double> blockCost,
        Func<double, Passage, double> passageCost);

    /// <summary>Checks it.</summary>
    /// <param name="network">The network with the prices of whole resources.</param>
    /// <param name="streams">The jobs.</param>
    /// <param name="rateOf">The rate of each, in frames a second.</param>
    /// <returns>Why they do not, in words; null when they do.</returns>
    public static string? Fault(
        PricedNetwork network, IReadOnlyList<SnapshotJob> streams, Func<SnapshotJob, double> rateOf)
    {
        // Trees are found sooner, and mostly suffice.
        var (proven, sum) = Sum(network, streams, rateOf, LeastCosts.OfTrees);
        if (!proven && LeastCosts.HasMoreThanTrees(network))
        {
            (proven, sum) = Sum(network, streams, rateOf, LeastCosts.AtRoot);
        }

        return proven ? null : FormattableString.Invariant(
            $"the cheapest embeddings at these rates cost {sum}, all resources together {network.SumOfPrices}");
    }

    private static (bool IsProven, double Sum) Sum(
        PricedNetwork network, IReadOnlyList<SnapshotJob> streams, Func<SnapshotJob, double> rateOf,
        CostsAtRoot costsOf)
    {
        var known = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var (sum, all) = (0.0, network.SumOfPrices);
        foreach (var stream in streams)
        {
            if (PricedJob.Read(stream, network) is not { } job)
            {
                return (true, double.PositiveInfinity);
            }

            var rate = rateOf(stream);
            var form = FormattableString.Invariant($"{rate:R} {job.Form}");
            if (!known.TryGetValue(form, out var atRoot))
            {
                known.Add(form, atRoot = costsOf(
                    network, job, rate,
                    (k, u) => (network.IsShared ? network.NodeLoad(u, rate * job.Seconds[k][u]) : 0)
                        + (job.Memory[k] > 0 ? network.MemoryLoad(u, job.Memory[k] / network.Usable[u]) : 0),
                    (bits, passage) => network.PassageLoad(passage, rate * bits / passage.Capacity)));
            }

            sum += LeastOf(job, atRoot);
            if (sum > all)
            {
                // No cost is below 0, so that the other jobs change nothing.
                return (true, sum);
            }
        }

        return (false, sum);
    }

    private static double LeastOf(PricedJob job, double[] atRoot)
    {
        var least = double.PositiveInfinity;
        for (var u = 0; u < atRoot.Length; u++)
        {
            least = job.Allowed[job.Root][u] ? Math.Min(least, atRoot[u]) : least;
        }

        return least;
    }
}
