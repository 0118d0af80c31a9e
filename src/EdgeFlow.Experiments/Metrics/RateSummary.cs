using EdgeFlow.Domain.Applications;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Metrics;

/// <summary>Rates of stream jobs in a few numbers, all in frames a second but Jain's index.</summary>
/// <param name="Average">Mean rate: the objective of ENTS.</param>
/// <param name="Min">The lowest rate.</param>
/// <param name="P10">The rate that a tenth of the jobs do not exceed (nearest rank).</param>
/// <param name="Median">The rate that half of the jobs do not exceed.</param>
/// <param name="Jain">Jain's index (Σr)² / (n·Σr²): 1 when all are equal, 1/n when one has all.</param>
public sealed record RateSummary(double Average, double Min, double P10, double Median, double Jain)
{
    /// <summary>Summary of rates; of none, all zero.</summary>
    public static RateSummary Of(IEnumerable<double> rates)
    {
        var sorted = rates.Order().ToArray();
        if (sorted.Length == 0)
        {
            return new RateSummary(0, 0, 0, 0, 0);
        }

        var (sum, squares) = (sorted.Sum(), sorted.Sum(r => r * r));
        return new RateSummary(
            sum / sorted.Length, sorted[0], Quantile(sorted, 0.1), Quantile(sorted, 0.5),
            squares > 0 ? sum * sum / (sorted.Length * squares) : 0);
    }

    /// <summary>Summary of a proposal: a stream job that waits has rate 0 (A12: all submitted jobs count).</summary>
    public static RateSummary Of(NetworkSnapshot snapshot, Proposal proposal)
    {
        var rates = proposal.Jobs.ToDictionary(j => j.Job, j => j.Rate.Value);
        return Of(snapshot.Jobs.Where(j => j.Demand.Mode == JobMode.Stream).Select(j => rates.GetValueOrDefault(j.Id)));
    }

    private static double Quantile(double[] sorted, double part) =>
        sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
}
