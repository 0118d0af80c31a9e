namespace EdgeFlow.Planning.Bandwidth;

/// <summary>
/// Proportionally fair rates, max Σ w_j ln r_j for given placements and routes, by their dual: at prices π each job
/// takes r_j = w_j / Σ_r π_r a_rj (Kelly, Maulloo and Tan, "Rate control for communication networks", 1998), and each
/// price moves with how full its resource is, by a step that shrinks. Stateless.
/// </summary>
internal static class FairPrices
{
    /// <summary>Steps of the prices.</summary>
    public const int Steps = 400;

    private const double FirstStep = 0.5;
    private const double LeastPrice = 1e-12;
    private const double LeastRate = 1e-12;
    private const double MostChange = 2;

    /// <summary>Finds the rates.</summary>
    /// <param name="capacity">Capacity of each resource.</param>
    /// <param name="demands">The jobs.</param>
    /// <param name="fair">Their water-filled rates: what is found is at least as good.</param>
    /// <param name="firstLink">Number of the first resource that is a link.</param>
    public static double[] Find(double[] capacity, FillDemand[] demands, double[] fair, int firstLink)
    {
        var floors = Array.ConvertAll(demands, d => d.Floor);
        var (price, rates) = (StartPrices(capacity, demands), (double[])fair.Clone());
        var (fill, sum) = (new double[capacity.Length], new double[demands.Length]);
        for (var step = 0; step < Steps; step++)
        {
            Respond(capacity, demands, price, rates);
            Fill(capacity, demands, rates, fill, firstLink);
            var size = FirstStep / (1 + 10.0 * step / Steps);
            for (var r = 0; r < price.Length; r++)
            {
                price[r] = Math.Max(LeastPrice, price[r] * Math.Exp(size * (Math.Min(fill[r], MostChange) - 1)));
            }

            for (var j = 0; j < sum.Length && step >= Steps / 2; j++)
            {
                sum[j] += rates[j];
            }
        }

        var averaged = Array.ConvertAll(sum, s => s / (Steps - Steps / 2));
        var found = RateAllocation.Fitted(capacity, demands, floors, averaged, firstLink);
        return Worth(demands, found) > Worth(demands, fair) ? found : fair;
    }

    /// <summary>Prices in units of the capacities: alike on every resource that is used.</summary>
    private static double[] StartPrices(double[] capacity, FillDemand[] demands)
    {
        var price = new double[capacity.Length];
        for (var j = 0; j < demands.Length; j++)
        {
            for (var k = 0; k < demands[j].Resources.Length; k++)
            {
                var r = demands[j].Resources[k];
                price[r] += demands[j].Weight / demands[j].Resources.Length;
            }
        }

        return price;
    }

    private static void Respond(double[] capacity, FillDemand[] demands, double[] price, double[] rates)
    {
        for (var j = 0; j < demands.Length; j++)
        {
            var (demand, cost) = (demands[j], 0.0);
            for (var k = 0; k < demand.Resources.Length; k++)
            {
                var r = demand.Resources[k];
                cost += price[r] * demand.Amounts[k] / Math.Max(capacity[r], LeastPrice);
            }

            rates[j] = Math.Clamp(
                demand.Weight / Math.Max(cost, LeastPrice), demand.Floor, Math.Max(demand.Floor, demand.Cap));
        }
    }

    private static void Fill(
        double[] capacity, FillDemand[] demands, double[] rates, double[] fill, int firstLink)
    {
        Array.Clear(fill);
        for (var j = 0; j < demands.Length; j++)
        {
            for (var k = 0; k < demands[j].Resources.Length; k++)
            {
                var r = demands[j].Resources[k];
                fill[r] += RateAllocation.Held(demands[j], k, rates[j], firstLink) / Math.Max(capacity[r], LeastPrice);
            }
        }
    }

    private static double Worth(FillDemand[] demands, double[] rates)
    {
        var worth = 0.0;
        for (var j = 0; j < demands.Length; j++)
        {
            worth += demands[j].Weight * Math.Log(Math.Max(rates[j], LeastRate));
        }

        return worth;
    }
}
