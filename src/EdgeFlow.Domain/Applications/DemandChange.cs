using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Applications;

/// <summary>The part of a demand that somebody wrote down; everything null keeps what it had.</summary>
/// <param name="Mode">Batch or stream.</param>
/// <param name="Required">The rate below which the job is of no use.</param>
/// <param name="Wished">The rate above which more is of no use.</param>
/// <param name="LatencyBound">Longest time from source to sink of a frame.</param>
/// <param name="Priority">0 to 100, higher first.</param>
/// <param name="Frames">How many frames the source makes.</param>
/// <param name="WhenInfeasible">What happens when its requirements cannot be met.</param>
/// <param name="Budget">What it may cost; each bound that is null keeps what it had.</param>
/// <param name="Accuracy">Least accuracy of the whole.</param>
public sealed record DemandChange(
    JobMode? Mode, FrameRate? Required, FrameRate? Wished, Milliseconds? LatencyBound, int? Priority, long? Frames,
    WhenInfeasible? WhenInfeasible, JobBudget? Budget = null, double? Accuracy = null)
{
    /// <summary>The demand with this change.</summary>
    public JobDemand Over(JobDemand demand) => new(
        Mode ?? demand.Mode, Required ?? demand.Required, Wished ?? demand.Wished, LatencyBound ?? demand.LatencyBound,
        Priority ?? demand.Priority, Frames ?? demand.Frames, WhenInfeasible ?? demand.WhenInfeasible,
        Over(demand.Budget), Accuracy ?? demand.Accuracy);

    private JobBudget? Over(JobBudget? budget) => Budget is null || budget is null
        ? Budget ?? budget
        : new JobBudget(Budget.PricePerHour ?? budget.PricePerHour, Budget.Watts ?? budget.Watts);
}
