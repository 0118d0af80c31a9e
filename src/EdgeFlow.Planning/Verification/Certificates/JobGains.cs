namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>
/// The most that a job can gain over waiting at a certificate's prices: over the intervals between its levels, the
/// worth
/// of the best rate less the least cost of an embedding that reaches the interval's lower end. Answers are kept for
/// jobs
/// of the same form.
/// </summary>
internal sealed class JobGains(PricedNetwork network)
{
    private const double Same = 1e-12;

    private readonly Dictionary<(string Form, double Level, double Rate), double[]> _known = [];

    /// <summary>The gain, 0 or more.</summary>
    public double Of(PricedJob job, JobWorth worth, IReadOnlyList<double> levels)
    {
        var form = job.Form;
        var gain = 0.0;
        if (levels[0] > worth.Least || levels[^1] < worth.Most)
        {
            // Rates outside the levels count in full, unless no embedding reaches the last level.
            gain = levels[0] > worth.Least || Cost(job, form, levels[^1], 0) < double.PositiveInfinity
                ? Gain(job, form, worth, 0, worth.Least, worth.Most) : 0;
        }

        for (var k = 0; k + 1 < levels.Count; k++)
        {
            var (low, high) = (Math.Max(levels[k], worth.Least), Math.Min(levels[k + 1], worth.Most));
            gain = low <= high ? Math.Max(gain, Gain(job, form, worth, levels[k], low, high)) : gain;
        }

        return gain;
    }

    private double Gain(PricedJob job, string form, JobWorth worth, double level, double low, double high)
    {
        var waiting = worth.At(0, isPlaced: false);
        var top = Cost(job, form, level, high);
        if (double.IsPositiveInfinity(top))
        {
            return 0;
        }

        var bottom = Cost(job, form, level, low);
        var ends = Math.Max(worth.At(high, true) - top, worth.At(low, true) - bottom);
        var slope = high > low * (1 + Same) ? (top - bottom) / (high - low) - worth.Slope : 0;
        if (worth.Log > 0 && slope > 0 && worth.Log / slope is var best && best > low && best < high)
        {
            // Costs are concave in the rate, so the line between the ends is below them; the worth is concave too.
            ends = Math.Max(ends, worth.At(best, true) - bottom - (slope + worth.Slope) * (best - low));
        }

        return ends - waiting;
    }

    private double Cost(PricedJob job, string form, double level, double rate)
    {
        // Without prices on memory, costs grow with the rate alone: one answer serves all rates.
        var scale = network.HasMemoryPrices ? rate : 1;
        var key = (form, level, scale);
        if (!_known.TryGetValue(key, out var atRoot))
        {
            _known.Add(key, atRoot = LeastCosts.AtRoot(
                network, job, level,
                (k, u) => (network.IsShared ? scale * job.Seconds[k][u] * network.NodePrice(u) : 0)
                    + job.Memory[k] * network.MemoryPrice(u),
                (bits, passage) => scale * bits * network.PassagePrice(passage)));
        }

        var least = double.PositiveInfinity;
        for (var u = 0; u < atRoot.Length; u++)
        {
            least = job.Allowed[job.Root][u] ? Math.Min(least, atRoot[u]) : least;
        }

        return network.HasMemoryPrices || double.IsPositiveInfinity(least) ? least : rate * least;
    }
}
