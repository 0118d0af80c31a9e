using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification.Certificates;

namespace EdgeFlow.Planning.Bounds;

/// <summary>How near the plans in force are to the best that there can be.</summary>
/// <param name="Value">Value of the snapshot's objective that the plans in force reach.</param>
/// <param name="Certificate">Proof of what no plan can exceed; null without jobs that the objective is about.</param>
public sealed record Optimality(double Value, Certificate? Certificate)
{
    /// <summary>The part of the bound that is missing, 0 to 1; null where the bound is no positive number.</summary>
    public double? Gap => Certificate is { Bound: > 0 and < double.PositiveInfinity } proof
        ? Math.Clamp((proof.Bound - Value) / proof.Bound, 0, 1)
        : null;

    /// <summary>Judges the plans in force. Pure; the same snapshot and work give the same answer.</summary>
    /// <param name="snapshot">The snapshot with the plans in force; a job without one counts as rate 0.</param>
    /// <param name="work">Counted work for the bound, which gets better with it.</param>
    public static Optimality Of(NetworkSnapshot snapshot, long work)
    {
        var objective = snapshot.Options.Objective;
        var value = ValueOf(snapshot, snapshot.Current, objective);
        return new Optimality(value, UpperBound.Certify(snapshot, objective, work, value));
    }

    /// <summary>The value of an objective that plans reach. Pure.</summary>
    /// <param name="snapshot">The snapshot, of which the jobs count.</param>
    /// <param name="plans">The plans; a job without one waits.</param>
    /// <param name="objective">The objective, whatever the snapshot's own.</param>
    public static double ValueOf(NetworkSnapshot snapshot, IReadOnlyList<JobPlan> plans, Objective objective)
    {
        if (objective == Objective.Makespan)
        {
            return OfMakespan(snapshot, plans);
        }

        var network = new IndexedNetwork(snapshot);
        var rates = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            rates[plan.Job.Value] = plan.Rate.Value;
        }

        IndexedJob[] streams =
        [
            .. snapshot.Jobs.Where(j => j.Demand.Mode == JobMode.Stream).OrderBy(j => j.Id)
                .Select(j => new IndexedJob(j, network)),
        ];
        return ObjectiveValue.Of(objective, streams, [.. streams.Select(j => rates.GetValueOrDefault(j.Id.Value))]);
    }

    /// <summary>Adds to a proposal's report what no plan can exceed, with the proof. Pure; the same proposal and work
    /// give the same.</summary>
    /// <param name="snapshot">The planner's input.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="work">Counted work for the bound.</param>
    /// <returns>The proposal itself where it has a bound already, where there is nothing to bound, and where the check
    /// of certificates does not follow.</returns>
    public static Proposal Prove(NetworkSnapshot snapshot, Proposal proposal, long work)
    {
        var report = proposal.Report;
        return report.Bound is null && report.Certificate is null
            && UpperBound.Certify(snapshot, snapshot.Options.Objective, work, report.Objective) is { } certificate
            ? Recall(snapshot, proposal, certificate) : proposal;
    }

    /// <summary>Adds a certificate that was made for the same input, if it still holds: it is checked, not made
    /// again, so that it outlives the way in which it was found. Pure.</summary>
    /// <param name="snapshot">The planner's input.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="certificate">The certificate.</param>
    public static Proposal Recall(NetworkSnapshot snapshot, Proposal proposal, Certificate certificate) =>
        double.IsFinite(certificate.Bound) && CertificateCheck.Check(snapshot, certificate).Count == 0
            ? proposal with
            {
                Report = proposal.Report with { Bound = certificate.Bound, Certificate = certificate },
            }
            : proposal;

    private static double OfMakespan(NetworkSnapshot snapshot, IReadOnlyList<JobPlan> plans)
    {
        var ends = new Dictionary<JobId, double>();
        foreach (var plan in plans)
        {
            ends[plan.Job] = plan.Span.Value / 1000;
        }

        return ObjectiveValue.OfMakespan([.. snapshot.Jobs.Where(j => j.Demand.Mode == JobMode.Batch)
            .Select(j => ends.GetValueOrDefault(j.Id, double.PositiveInfinity))]);
    }
}
