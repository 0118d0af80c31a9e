using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Bounds.Cuts;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>
/// Redoes a certificate's arithmetic, without any of the code that made it: shortest paths, the cheapest embeddings at
/// its prices and the sums. A bound that its prices do not prove is refused. Stateless.
/// </summary>
public static class CertificateCheck
{
    /// <summary>Part by which a bound may be below what is computed here: rounding.</summary>
    public const double Tolerance = 1e-6;

    private const double LeastRate = 1e-12;
    private const double MostRate = 1_000_000;

    /// <summary>Checks a certificate.</summary>
    /// <param name="snapshot">The snapshot that it was made for.</param>
    /// <param name="certificate">The certificate.</param>
    /// <returns>Why it proves nothing, in words; empty when it holds.</returns>
    public static IReadOnlyList<string> Check(NetworkSnapshot snapshot, Certificate certificate)
    {
        var faults = new List<string>();
        var facts = new Facts(snapshot);
        var network = new PricedNetwork(
            facts, certificate.Prices, hasTurns: certificate.Objective == Objective.Makespan, faults);
        if (certificate.Objective == Objective.Makespan)
        {
            faults.AddRange(faults.Count == 0 && MakespanCheck.Fault(facts, network, certificate) is { } wrong
                ? [wrong] : []);
            return faults;
        }

        var streams = facts.Jobs.Values.Where(j => j.Demand.Mode == Domain.Applications.JobMode.Stream).ToList();
        if (faults.Count > 0 || streams.Count == 0)
        {
            return faults.Count > 0 ? faults : ["there is no stream job to bound"];
        }

        if (double.IsNaN(certificate.Bound))
        {
            return ["the bound is no number"];
        }

        var fault = certificate.Objective == Objective.MaxMin
            ? MaxMinFault(network, streams, certificate.Bound)
            : RateFault(facts, network, streams, certificate);
        return fault is null ? [] : [fault];
    }

    private static string? MaxMinFault(PricedNetwork network, List<SnapshotJob> streams, double bound)
    {
        if (streams.Exists(j => MostOf(j) / WeightOf(j) <= bound * (1 + Tolerance)))
        {
            return null;
        }

        return LevelCheck.Fault(network, streams, j => bound * WeightOf(j));
    }

    private static string? RateFault(
        Facts facts, PricedNetwork network, List<SnapshotJob> streams, Certificate certificate)
    {
        var worths = JobWorth.Of(certificate.Objective, streams, MostOf);
        foreach (var cut in certificate.Cuts ?? [])
        {
            var cutJob = streams.FindIndex(s => s.Id == cut.Job);
            if (cutJob < 0 || CutFault(facts, streams[cutJob], cut) is not null)
            {
                return FormattableString.Invariant(
                    $"its cut of job {cut.Job} at {cut.Rate} frames/s is not proven by the cut's prices");
            }

            worths[cutJob] = worths[cutJob].UpTo(cut.Rate);
        }

        var gains = new JobGains(network);
        var sum = network.Worth;
        for (var j = 0; j < streams.Count; j++)
        {
            sum += worths[j].At(0, isPlaced: false);
            if (PricedJob.Read(streams[j], network) is { } job)
            {
                var levels = certificate.JobPrices.FirstOrDefault(p => p.Job == streams[j].Id)?.Levels ?? [0];
                if (levels.Count == 0 || levels.Zip(levels.Skip(1)).Any(p => !(p.First <= p.Second)))
                {
                    return $"the levels of job {streams[j].Id} do not ascend";
                }

                sum += gains.Of(job, worths[j], levels);
            }
        }

        return sum <= certificate.Bound + Tolerance * Math.Max(Math.Abs(certificate.Bound), LeastRate) ? null
            : FormattableString.Invariant($"its prices prove {sum}, not {certificate.Bound}");
    }

    private static string? CutFault(Facts facts, SnapshotJob stream, RateCut cut)
    {
        var faults = new List<string>();
        var network = new PricedNetwork(facts, cut.Prices, hasTurns: false, faults);
        return faults.Count > 0 ? faults[0]
            : !(cut.Rate >= 0) ? "the rate is none"
            : LevelCheck.Fault(network, [stream], _ => cut.Rate);
    }

    private static double WeightOf(SnapshotJob job) => 1.0 + Math.Max(0, job.Demand.Priority);

    private static double MostOf(SnapshotJob job) => Math.Max(
        Math.Min(job.Demand.Wished?.Value ?? MostRate, MostRate), job.Demand.Required?.Value ?? 0);
}
