using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Variants;

namespace EdgeFlow.Planning.Admission.Conflicts;

/// <summary>
/// Says of jobs that wait which of their demands conflict, as few as possible, and what would fit in their stead. Made
/// on demand, since it asks many times what a plan asks once. Pure; stateless and thread-safe.
/// </summary>
public static class WaitingReasons
{
    /// <summary>Work for one job where nobody says how much: some hundredths of a second.</summary>
    public const long UsualWork = 2_000_000;

    /// <summary>Most offers named.</summary>
    public const int MostOffers = 3;

    /// <summary>Explains some of the jobs that wait.</summary>
    /// <param name="snapshot">What the proposal was made from.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="jobs">Which jobs; those that do not wait are passed over.</param>
    /// <param name="work">Work for each of them, counted as nodes and arcs looked at.</param>
    /// <returns>The proposal with these jobs explained; nothing else is changed.</returns>
    public static Proposal Explain(
        NetworkSnapshot snapshot, Proposal proposal, IReadOnlySet<JobId> jobs, long work = UsualWork) => proposal with
        {
            Waiting =
            [
                .. proposal.Waiting.Select(w => jobs.Contains(w.Job) ? Explain(snapshot, proposal, w, work) : w),
            ],
        };

    /// <summary>Explains one job that waits.</summary>
    /// <param name="snapshot">What the proposal was made from.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="waiting">The job.</param>
    /// <param name="work">Work, counted as nodes and arcs looked at.</param>
    /// <returns>The same with conflicts and the nearest that would fit, as far as they were found.</returns>
    public static WaitingJob Explain(
        NetworkSnapshot snapshot, Proposal proposal, WaitingJob waiting, long work = UsualWork)
    {
        if (snapshot.Jobs.FirstOrDefault(j => j.Id == waiting.Job) is not { } job || waiting.Pointer == "/spec/tasks")
        {
            return waiting;
        }

        var choices = VariantChoices.Of(job);
        if (choices.Count == 0)
        {
            return waiting with
            {
                Conflicts = [new WaitingConflict("/spec/accuracy", FormattableString.Invariant(
                    $"an accuracy of {job.Demand.Accuracy}"))],
            };
        }

        // The leanest variants that are accurate enough: what does not fit so does not fit at all.
        job = VariantJob.Of(job, choices[^1]);
        var test = new FitTest(snapshot, proposal, job, work);
        var found = new ConflictSearch(job, DemandList.Of(job, snapshot, withFacts: false), test).Run();
        if (found is { Count: 0 })
        {
            // No wish is to blame, so what it is by nature must be.
            found = new ConflictSearch(job, DemandList.Of(job, snapshot, withFacts: true), test).Run();
        }

        if (found is null)
        {
            return waiting;
        }

        return waiting with
        {
            Conflicts = found.Count == 0 ? [new WaitingConflict(waiting.Pointer, waiting.Reason)]
                : [.. found.Select(d => new WaitingConflict(d.Pointer, d.Words))],
            Nearest = Offers(job, found, test),
        };
    }

    /// <summary>What would fit if one of the conflicting demands were lowered, the gentlest first.</summary>
    private static string? Offers(SnapshotJob job, IReadOnlyList<Demand> found, FitTest test)
    {
        var nearest = new NearestFit(job, test);
        var offers = new List<string>();
        foreach (var demand in found.OrderBy(d => d.Kind))
        {
            if (offers.Count < MostOffers && nearest.Words(demand) is { } words)
            {
                offers.Add(words);
            }
        }

        return offers.Count == 0 ? null : string.Join("; or ", offers);
    }
}
