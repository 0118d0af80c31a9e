using EdgeFlow.Domain.Applications;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>Checks the certificate that a proposal carries, and that the plan is not better than it allows.</summary>
internal static class BoundCheck
{
    /// <summary>Checks them; a proposal without a certificate claims nothing.</summary>
    public static IEnumerable<PlanViolation> Run(Facts facts, Proposal proposal)
    {
        if (proposal.Report.Certificate is not { } certificate)
        {
            yield break;
        }

        foreach (var fault in CertificateCheck.Check(facts.Snapshot, certificate))
        {
            yield return new PlanViolation("certificate", null, fault);
        }

        var value = ValueOf(facts, proposal, certificate.Objective);
        if (value > certificate.Bound + CertificateCheck.Tolerance * Math.Max(Math.Abs(certificate.Bound), 1e-12))
        {
            yield return new PlanViolation("certificate", null, FormattableString.Invariant(
                $"the plan has the value {value}, above the bound {certificate.Bound}"));
        }
    }

    private static double ValueOf(Facts facts, Proposal proposal, Objective objective)
    {
        if (objective == Objective.Makespan)
        {
            // A plan that stays in force says when it would have ended when it was written: the network, and what else
            // is on it, may have changed since. Hence the value claimed counts, and what was written just now.
            var changed = proposal.Changed.ToHashSet();
            var ends = proposal.Jobs.Where(p => changed.Contains(p.Job) && facts.Jobs.TryGetValue(p.Job, out var job)
                && job.Demand.Mode == JobMode.Batch).Select(p => p.Span.Value / 1000).ToList();
            var isAllNew = ends.Count == facts.Jobs.Values.Count(j => j.Demand.Mode == JobMode.Batch);
            var written = isAllNew && ends.Count > 0 ? 1 / Math.Max(ends.Max(), 1e-12) : 0;
            return Math.Max(proposal.Report.Objective, written);
        }

        var streams = facts.Jobs.Values.Where(j => j.Demand.Mode == JobMode.Stream).ToList();
        var rates = proposal.Jobs.DistinctBy(p => p.Job).ToDictionary(p => p.Job, p => p.Rate.Value);
        if (objective == Objective.MaxMin)
        {
            return streams.Select(j => rates.GetValueOrDefault(j.Id) / (1.0 + Math.Max(0, j.Demand.Priority)))
                .DefaultIfEmpty(0).Min();
        }

        var worths = JobWorth.Of(objective, streams, _ => double.MaxValue);
        return streams.Select((j, k) => worths[k].At(
            rates.GetValueOrDefault(j.Id), rates.GetValueOrDefault(j.Id) > 0)).Sum();
    }
}
