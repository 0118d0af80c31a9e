using EdgeFlow.Domain.Lifecycles;
using static EdgeFlow.Domain.Plans.PlanStatus;

namespace EdgeFlow.Domain.Plans;

/// <summary>The life of the plan as one table: each adoption follows the one before.</summary>
public static class PlanLifecycle
{
    /// <summary>The table.</summary>
    public static Lifecycle<PlanStatus, PlanTrigger> Table { get; } = new(
    [
        new(null, PlanTrigger.Adopted, Adopted),
        new(Adopted, PlanTrigger.Adopted, Adopted),
    ]);
}
