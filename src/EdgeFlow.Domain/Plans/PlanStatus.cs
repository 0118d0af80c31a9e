namespace EdgeFlow.Domain.Plans;

/// <summary>Where the plan is in its life: <see cref="PlanLifecycle"/>.</summary>
public enum PlanStatus
{
    /// <summary>A revision is adopted and in force.</summary>
    Adopted,
}
