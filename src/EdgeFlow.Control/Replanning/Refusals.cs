using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Admission.Conflicts;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Tells jobs that begin to wait which of their demands conflict and what would fit. A job that waits already for the
/// same reason keeps the words that it got then: what would fit changes with every other job, and that is no news to
/// write down each time. Pure.
/// </summary>
public static class Refusals
{
    /// <summary>Most jobs explained with one plan; the others say only what they lack.</summary>
    public const int MostExplained = 4;

    /// <summary>Work for each of them: a few milliseconds.</summary>
    public const long Work = 500_000;

    /// <summary>The proposal with its refusals explained.</summary>
    /// <param name="state">What was planned from.</param>
    /// <param name="snapshot">The planner's input.</param>
    /// <param name="proposal">The planner's answer.</param>
    public static Proposal Explain(NetworkState state, NetworkSnapshot snapshot, Proposal proposal)
    {
        if (proposal.Waiting.Count == 0)
        {
            return proposal;
        }

        var jobs = state.Jobs.ToDictionary(job => job.State.Job, job => job.State);
        var told = proposal with
        {
            Waiting =
            [
                .. proposal.Waiting.Select(waiting =>
                    jobs.TryGetValue(waiting.Job, out var job) && WaitsFor(job, waiting.Pointer, waiting.Reason)
                        ? waiting with { Reason = job.Reason } : waiting),
            ],
        };
        HashSet<JobId> fresh =
        [
            .. proposal.Waiting.Where(w => !jobs.TryGetValue(w.Job, out var job) || !WaitsFor(job, w.Pointer, w.Reason))
                .Select(w => w.Job).Take(MostExplained),
        ];
        return WaitingReasons.Explain(snapshot, told, fresh, Work);
    }

    private static bool WaitsFor(JobState job, string pointer, string reason) =>
        job.Status == JobStatus.Waiting && job.Pointer == EventText.Clean(pointer)
        && job.Reason.StartsWith(EventText.Clean(reason), StringComparison.Ordinal);
}
