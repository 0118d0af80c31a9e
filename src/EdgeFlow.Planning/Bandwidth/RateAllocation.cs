using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bandwidth;

/// <summary>
/// The rates that an objective asks for, placements and routes being given: a function of these alone, so that planning
/// again changes nothing. Max-min, admission and makespan keep the water-filled rates; average and weighted rate solve
/// a linear program (<see cref="PackedRates"/>); proportional fairness follows its prices (<see cref="FairPrices"/>).
/// What these leave free is filled as water.
/// </summary>
internal static class RateAllocation
{
    /// <summary>
    /// Where a sum is maximised, no job falls below its fair rate or this quantile of all fair rates, whichever is
    /// less: a mean may not be bought from the poorest.
    /// </summary>
    public const double KeptQuantile = 0.1;

    /// <summary>Grants the rates.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="shares">The fair shares, which serve every job.</param>
    /// <param name="jobs">The jobs, in the order of the shares.</param>
    /// <param name="firstLink">Number of the first resource that is a link.</param>
    /// <returns>The shares with these rates.</returns>
    public static Shares Grant(Objective objective, Shares shares, IReadOnlyList<PlacedJob> jobs, int firstLink)
    {
        if (!shares.Fit || objective is Objective.MaxMin or Objective.Admission or Objective.Makespan)
        {
            return shares;
        }

        var streams = Enumerable.Range(0, jobs.Count).Where(j => jobs[j].Demand is not null).ToArray();
        var demands = Array.ConvertAll(streams, j => jobs[j].Demand!);
        var fair = Array.ConvertAll(streams, j => shares.Rates[j]);
        var floors = objective == Objective.ProportionalFair ? Array.ConvertAll(demands, d => d.Floor)
            : Floors(demands, fair);
        var rates = objective switch
        {
            Objective.AverageRate => PackedRates.Find(shares.Capacity, demands, floors, fair, _ => 1, firstLink),
            Objective.Weighted => PackedRates.Find(shares.Capacity, demands, floors, fair, d => d.Weight, firstLink),
            _ => FairPrices.Find(shares.Capacity, demands, fair, firstLink),
        };
        var filled = new WaterFilling().Fill(
            shares.Capacity, [.. demands.Select((d, k) => d with { Floor = rates[k] })], firstLink);
        return shares.Granting(streams, filled);
    }

    /// <summary>Rates below which no job falls.</summary>
    /// <param name="demands">The stream jobs.</param>
    /// <param name="fair">Their fair rates.</param>
    public static double[] Floors(IReadOnlyList<FillDemand> demands, IReadOnlyList<double> fair)
    {
        double[] sorted = [.. fair.Order()];
        var kept = sorted.Length == 0 ? 0 : sorted[(int)(KeptQuantile * (sorted.Length - 1))];
        return [.. demands.Select((d, k) => Math.Max(d.Floor, Math.Min(fair[k], kept)))];
    }

    /// <summary>What a demand holds of its k-th resource at a rate.</summary>
    public static double Held(FillDemand demand, int k, double rate, int firstLink) =>
        (demand.Resources[k] < firstLink ? rate : Math.Max(rate, demand.LinkFloor)) * demand.Amounts[k];

    /// <summary>
    /// Makes rates fit exactly: what exceeds the floors is scaled down by the fullest resource of each job.
    /// </summary>
    /// <param name="capacity">Capacity of each resource.</param>
    /// <param name="demands">The jobs.</param>
    /// <param name="floors">Rates that fit for sure.</param>
    /// <param name="rates">The rates; those below their floors are raised to them.</param>
    /// <param name="firstLink">Number of the first resource that is a link.</param>
    public static double[] Fitted(
        double[] capacity, FillDemand[] demands, double[] floors, double[] rates, int firstLink)
    {
        var (held, more) = (new double[capacity.Length], new double[capacity.Length]);
        for (var j = 0; j < demands.Length; j++)
        {
            rates[j] = Math.Clamp(rates[j], floors[j], Math.Max(floors[j], demands[j].Cap));
            for (var k = 0; k < demands[j].Resources.Length; k++)
            {
                var (r, floor) = (demands[j].Resources[k], Held(demands[j], k, floors[j], firstLink));
                held[r] += floor;
                more[r] += Held(demands[j], k, rates[j], firstLink) - floor;
            }
        }

        for (var j = 0; j < demands.Length; j++)
        {
            var part = 1.0;
            foreach (var r in demands[j].Resources)
            {
                var free = Math.Max(0, capacity[r] - held[r]) * (1 - Shares.Headroom);
                part = more[r] > free ? Math.Min(part, free / more[r]) : part;
            }

            rates[j] = floors[j] + part * (rates[j] - floors[j]);
        }

        return rates;
    }
}
