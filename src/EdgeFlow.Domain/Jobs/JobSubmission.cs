using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>Decides about the submission of a job.</summary>
internal static class JobSubmission
{
    /// <summary>Submits once; the same again changes nothing; another one under the same id is rejected.</summary>
    public static Decision Decide(JobState? state, SubmitJob submit)
    {
        if (state is not null)
        {
            return IsSame(state, submit)
                ? Decision.Nothing
                : Decision.Reject(RejectionCodes.Exists,
                    $"There is another job '{submit.Job}', of '{state.Application}'.");
        }

        return Wrong(submit) is { } problem
            ? Decision.Reject(RejectionCodes.BadValue, $"Job '{submit.Job}': {problem}.")
            : Decision.Of(new JobSubmitted(
                submit.Job, submit.Application, submit.Version, submit.Demand, submit.Parameters, submit.OccurredAt)
            {
                Tasks = submit.Tasks,
                Rerun = submit.Rerun,
            });
    }

    private static string? Wrong(SubmitJob submit)
    {
        if (!Name.IsValid(submit.Job.Value) || !Name.IsValid(submit.Application.Value) || submit.Version < 1)
        {
            return $"its id and application must be {Name.Rule}, its version at least 1";
        }

        if (submit.Tasks.Count is 0 or > JobDecider.MaxTasks || submit.Tasks.Distinct().Count() != submit.Tasks.Count)
        {
            return $"it must have 1 to {JobDecider.MaxTasks} tasks, each once";
        }

        var tasks = submit.Tasks.Select(task => task.Value).ToHashSet(StringComparer.Ordinal);
        return submit.Parameters.Keys.All(tasks.Contains)
            ? DemandLimits.Problem(submit.Demand) ?? RerunRules.Wrong(submit)
            : "its parameters name a task that the application does not have";
    }

    private static bool IsSame(JobState state, SubmitJob submit) =>
        state.Application == submit.Application && state.Version == submit.Version && state.Demand == submit.Demand
        && state.Tasks.SequenceEqual(submit.Tasks) && RerunRules.IsSame(state.Rerun, submit.Rerun)
        && state.Parameters.SequenceEqual(submit.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal));
}
