using EdgeFlow.Planning.LinearPrograms;

namespace EdgeFlow.Planning.Bandwidth;

/// <summary>
/// The greatest weighted sum of rates for given placements and routes: the packing program max Σ w_j r_j, Σ_j a_rj r_j
/// ≤ c_r, floor_j ≤ r_j ≤ cap_j, by the simplex method. Where flows hold bandwidth for a latency bound, the part of
/// the rate up to that bandwidth is a column of its own, which uses nodes only. Stateless.
/// </summary>
internal static class PackedRates
{
    /// <summary>Most counted work of one solution: beyond, the best vertex so far is taken.</summary>
    public const long MostWork = 1L << 30;

    private const double Plenty = 1e12;

    /// <summary>Finds the rates.</summary>
    /// <param name="capacity">Capacity of each resource.</param>
    /// <param name="demands">The jobs.</param>
    /// <param name="floors">Rates below which none may fall; they fit.</param>
    /// <param name="fair">Rates to fall back on.</param>
    /// <param name="weight">Weight of a job in the sum.</param>
    /// <param name="firstLink">Number of the first resource that is a link.</param>
    public static double[] Find(
        double[] capacity, FillDemand[] demands, double[] floors, double[] fair, Func<FillDemand, double> weight,
        int firstLink)
    {
        var (program, row) = (new LinearProgram(), new SortedDictionary<int, int>());
        foreach (var r in demands.SelectMany(d => d.Resources).Distinct().Order())
        {
            var held = demands.Zip(floors).Sum(p => HeldOf(p.First, r, p.Second, firstLink));
            row[r] = program.AddRow(RowSense.AtMost, Math.Max(0, capacity[r] - held));
        }

        var columns = new List<(int Job, int Column)>();
        for (var j = 0; j < demands.Length; j++)
        {
            var (demand, room) = (demands[j], Math.Max(0, Math.Min(demands[j].Cap, Plenty) - floors[j]));
            var below = Math.Clamp(demand.LinkFloor - floors[j], 0, room);
            columns.Add((j, program.AddColumn(weight(demand), room - below, Terms(demand, row, 0))));
            if (below > 0)
            {
                columns.Add((j, program.AddColumn(weight(demand), below, Terms(demand, row, firstLink))));
            }
        }

        var optimum = new Simplex().Maximise(program, MostWork);
        if (optimum.Status is not (LinearStatus.Optimal or LinearStatus.WorkLimit))
        {
            return [.. fair];
        }

        double[] rates = [.. floors];
        foreach (var (j, column) in columns)
        {
            rates[j] += Math.Max(0, optimum.Values[column]);
        }

        return RateAllocation.Fitted(capacity, demands, floors, rates, firstLink);
    }

    /// <summary>A job's column; with a first link, only the nodes before it.</summary>
    private static LinearTerm[] Terms(FillDemand demand, SortedDictionary<int, int> row, int before) =>
    [
        .. Enumerable.Range(0, demand.Resources.Length).Where(k => before == 0 || demand.Resources[k] < before)
            .Select(k => new LinearTerm(row[demand.Resources[k]], demand.Amounts[k])),
    ];

    private static double HeldOf(FillDemand demand, int resource, double rate, int firstLink)
    {
        var k = Array.BinarySearch(demand.Resources, resource);
        return k < 0 ? 0 : RateAllocation.Held(demand, k, rate, firstLink);
    }
}
