using EdgeFlow.Domain.Applications;

namespace EdgeFlow.Domain.Jobs;

/// <summary>When a job's result is complete.</summary>
internal static class JobCompleteness
{
    private const int NamedTasks = 5;

    /// <summary>What is missing, or null when the result is complete.</summary>
    public static Decision? Missing(JobState state, CompleteJob complete)
    {
        if (complete.Frames < 0 || complete.SourceFrames < 0)
        {
            return Decision.Reject(
                RejectionCodes.BadValue,
                    $"Job '{state.Job}': {complete.Frames} of {complete.SourceFrames} frames is no count.");
        }

        return state.Demand.Mode == JobMode.Batch ? MissingTasks(state) : MissingFrames(state, complete);
    }

    private static Decision? MissingTasks(JobState state)
    {
        var missing = state.Missing().ToList();
        return missing.Count == 0
            ? null
            : Decision.Reject(
                RejectionCodes.Incomplete,
                $"Job '{state.Job}': {missing.Count} of {state.Tasks.Length} tasks are not done: "
                + $"{string.Join(", ", missing.Take(NamedTasks))}{(missing.Count > NamedTasks ? ", …" : "")}.");
    }

    private static Decision? MissingFrames(JobState state, CompleteJob complete)
    {
        var expected = Math.Max(state.Demand.Frames ?? 0, complete.SourceFrames);
        return complete.Frames == expected
            ? null
            : Decision.Reject(
                RejectionCodes.Incomplete,
                    $"Job '{state.Job}': {complete.Frames} frames came out, {expected} are expected.");
    }
}
