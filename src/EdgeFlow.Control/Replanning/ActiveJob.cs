using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;

namespace EdgeFlow.Control.Replanning;

/// <summary>A job that has not ended.</summary>
/// <param name="State">The job.</param>
/// <param name="Version">Its stream's version.</param>
/// <param name="Application">Its DAG, with the submission's parameters in its stages.</param>
public sealed record ActiveJob(JobState State, long Version, ApplicationSpec Application)
{
    /// <summary>The correlation id of its submission: the story that its events belong to; null for none.</summary>
    public string? Correlation { get; init; }
}
