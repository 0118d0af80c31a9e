using EdgeFlow.Domain.Applications;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Scheduling;

namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>Redoes the arithmetic of a bound of the makespan from the snapshot. Stateless.</summary>
internal static class MakespanCheck
{
    private const double LeastSeconds = 1e-12;

    /// <summary>Checks it.</summary>
    /// <param name="facts">The snapshot.</param>
    /// <param name="network">Its nodes with the prices of the certificate.</param>
    /// <param name="certificate">The certificate.</param>
    /// <returns>Why it proves nothing, in words; null when it holds.</returns>
    public static string? Fault(Facts facts, PricedNetwork network, Certificate certificate)
    {
        if (certificate.Makespan is not { } share || !(certificate.Bound > 0))
        {
            return "it does not say which tasks it counts, or its bound is none";
        }

        var prices = Enumerable.Range(0, network.Nodes.Length).Select(network.NodePrice).ToList();
        if (certificate.Prices.Count > 0 && !(Math.Abs(prices.Sum() - 1) <= CertificateCheck.Tolerance))
        {
            return FormattableString.Invariant($"the prices of the nodes sum to {prices.Sum()}, not to 1");
        }

        var batch = new BatchFacts(facts, network);
        var jobs = facts.Jobs.Values.Where(j => j.Demand.Mode == JobMode.Batch)
            .Where(j => share.Job is null || share.Job == j.Id).Select(batch.Alone)
            .OfType<ScheduleProblem>().ToList();
        if (jobs.Count == 0)
        {
            return "there is no such batch job to bound";
        }

        var problem = share.Job is null ? batch.Together(jobs) : jobs[0];
        var redone = new BoundArithmetic(problem);
        var proven = certificate.Prices.Count > 0 ? redone.Area(share.Since, share.Rest, prices) : redone.Path;
        var claimed = 1 / certificate.Bound;
        return claimed <= Math.Max(proven, LeastSeconds) * (1 + CertificateCheck.Tolerance) ? null
            : FormattableString.Invariant($"its prices prove {proven} s, not {claimed} s");
    }
}
