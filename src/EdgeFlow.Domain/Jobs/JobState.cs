using System.Collections.Immutable;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>A job as its events tell it. Immutable; made by <see cref="JobDecider.Evolve"/> only.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Application">The application.</param>
/// <param name="Version">The application's version.</param>
/// <param name="Demand">What it asks.</param>
/// <param name="Tasks">The application's tasks, in its order.</param>
/// <param name="Parameters">Task id → canonical JSON object, for tasks whose stage parameters are overridden.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Epoch">The plan revision that last placed it; 0 before the first. Never falls.</param>
/// <param name="Progress">Batch: how far the tasks are that were reported about.</param>
/// <param name="Pointer">
/// JSON pointer to the constraint that cannot be met, while it waits or when refused; else empty.
/// </param>
/// <param name="Reason">Why it waits, failed or was refused, in words; else empty.</param>
/// <param name="ErrorType">Failed: the kind of error; else empty.</param>
/// <param name="Frames">Completed: frames that came out.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="EndedAt">When it reached an end state; null before.</param>
public sealed record JobState(
    JobId Job, ApplicationName Application, int Version, JobDemand Demand, ImmutableArray<TaskId> Tasks,
    ImmutableSortedDictionary<string, string> Parameters, JobStatus Status, int Epoch,
    ImmutableSortedDictionary<TaskId, TaskProgress> Progress, string Pointer, string Reason, string ErrorType,
    long Frames, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt)
{
    /// <summary>When the plan of its epoch was adopted.</summary>
    public DateTimeOffset PlannedAt { get; init; }

    /// <summary>When it first ran; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The run that it repeats; null for a job of its own.</summary>
    public RerunOf? Rerun { get; init; }

    /// <summary>Whether its personal data were destroyed, which can happen after its end only.</summary>
    public bool IsWithoutPersonalData { get; init; }

    /// <summary>Whether nothing more can happen to its execution.</summary>
    public bool IsEnded => JobLifecycle.IsEnd(Status);

    /// <summary>How far a task is.</summary>
    public TaskProgress ProgressOf(TaskId task) => Progress.GetValueOrDefault(task, TaskProgress.None);

    /// <summary>The tasks that are not done, in the application's order.</summary>
    public IEnumerable<TaskId> Missing() => Tasks.Where(task => !ProgressOf(task).Done);
}
