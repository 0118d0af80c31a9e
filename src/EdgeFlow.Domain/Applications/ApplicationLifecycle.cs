using EdgeFlow.Domain.Lifecycles;
using static EdgeFlow.Domain.Applications.ApplicationStatus;

namespace EdgeFlow.Domain.Applications;

/// <summary>The life of an application as one table.</summary>
public static class ApplicationLifecycle
{
    /// <summary>The table.</summary>
    public static Lifecycle<ApplicationStatus, ApplicationTrigger> Table { get; } = new(
    [
        new(null, ApplicationTrigger.Declared, Declared),
        new(Declared, ApplicationTrigger.Declared, Declared),
    ]);
}
