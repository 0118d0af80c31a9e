namespace EdgeFlow.Domain.Plans;

/// <summary>What can happen to the plan: one trigger an event.</summary>
public enum PlanTrigger
{
    /// <summary><see cref="PlanAdopted"/>.</summary>
    Adopted,
}
