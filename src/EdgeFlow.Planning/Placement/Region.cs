using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// The surroundings of a job on a large network: a part of it with the jobs that use that part. These may yield to the
/// newcomer, never gain, so that whatever fits here fits on the whole; jobs elsewhere are not looked at. Used for one
/// embedding.
/// </summary>
internal sealed class Region : ISurroundings
{
    private const double LeastRate = 1e-12;

    private readonly PartOfNetwork _part;
    private readonly double[] _capacity;
    private readonly List<Seat> _seats = [];
    private readonly List<FillDemand> _demands = [];
    private readonly List<double> _rates = [];
    private readonly WaterFilling _filling = new();

    /// <summary>Sees a part of a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="part">The part.</param>
    /// <param name="capacity">What stream jobs may use of each resource of the whole.</param>
    /// <param name="numbers">A number for each resource of the whole, all 0: used and given back so.</param>
    public Region(Board board, PartOfNetwork part, double[] capacity, int[] numbers)
    {
        _part = part;
        FreeMemory = new long[Network.NodeCount];
        for (var u = 0; u < FreeMemory.Length; u++)
        {
            FreeMemory[u] = board.FreeMemory[part.NodeInWhole(u)];
        }

        _capacity = Array.ConvertAll(part.Resources, r => capacity[r]);
        for (var r = 0; r < part.Resources.Length; r++)
        {
            // One more than the number, so that 0 says that a resource is elsewhere.
            numbers[part.Resources[r]] = r + 1;
        }

        foreach (var seat in board.Seats)
        {
            if (seat.Job.Demand is { } demand && Near(demand, seat.Rate, numbers) is { } near)
            {
                _seats.Add(seat);
                _demands.Add(near);
                _rates.Add(seat.Rate);
            }
        }

        foreach (var r in part.Resources)
        {
            numbers[r] = 0;
        }
    }

    /// <inheritdoc/>
    public IndexedNetwork Network => _part.Network;

    /// <inheritdoc/>
    public bool IsPart => true;

    /// <inheritdoc/>
    public long[] FreeMemory { get; }

    /// <summary>Where a job was, in the numbers of the region; -1 for what was elsewhere or cannot stay.</summary>
    public Previous? InPart(Previous? previous) => previous is null ? null
        : previous with { Node = Array.ConvertAll(previous.Node, u => u < 0 ? -1 : _part.NodeInPart(u)) };

    /// <summary>An embedding found here, in the numbers of the whole.</summary>
    public Embedding InWhole(Embedding embedding) => _part.ToWhole(embedding);

    /// <inheritdoc/>
    public Congestion Yielding(double level) => new(_capacity, Network.NodeCount, _demands, _rates, level);

    /// <inheritdoc/>
    public Trial Try(PlacedJob job)
    {
        if (job.Demand is not { } own || !job.MeetsLatency || own.Cap < own.Floor)
        {
            return new Trial(false, 0, 0, null);
        }

        var capacity = (double[])_capacity.Clone();
        foreach (var route in job.Embedding.Routes)
        {
            // Each flow is rounded up to a whole bit a second.
            foreach (var r in route is null ? [] : route.Resources)
            {
                capacity[r] = Math.Max(0, capacity[r] - 1);
            }
        }

        var fill = _filling.Fill(capacity, [.. _demands, own], Network.NodeCount);
        var fits = fill.FloorsFit && (fill.Rates[^1] > 0 || own.Cap <= 0);
        var worth = job.Job.Weight * Math.Log(Math.Max(fill.Rates[^1], LeastRate));
        for (var j = 0; j < _demands.Count; j++)
        {
            fits &= fill.Rates[j] > 0 || _rates[j] <= 0;
            worth += _demands[j].Weight * Math.Log(Math.Max(fill.Rates[j], LeastRate));
        }

        return new Trial(fits, fill.Rates[^1], worth, new Settlement([.. _seats], fill.Rates[..^1], fill.Rates[^1]));
    }

    /// <summary>What a job asks of the resources here; null when it uses none of them.</summary>
    private static FillDemand? Near(FillDemand demand, double rate, int[] numbers)
    {
        var count = 0;
        foreach (var r in demand.Resources)
        {
            count += numbers[r] > 0 ? 1 : 0;
        }

        if (count == 0)
        {
            return null;
        }

        var (resources, amounts) = (new int[count], new double[count]);
        var at = 0;
        for (var k = 0; k < demand.Resources.Length; k++)
        {
            if (numbers[demand.Resources[k]] > 0)
            {
                (resources[at], amounts[at]) = (numbers[demand.Resources[k]] - 1, demand.Amounts[k]);
                at++;
            }
        }

        return demand with { Cap = Math.Max(rate, demand.Floor), Resources = resources, Amounts = amounts };
    }
}
