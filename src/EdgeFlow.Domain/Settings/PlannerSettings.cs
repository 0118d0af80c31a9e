namespace EdgeFlow.Domain.Settings;

/// <summary>What was set of the planner while it runs. What is null is as the control plane was started.
/// Immutable.</summary>
/// <param name="Policy">The name of the policy that answers events.</param>
/// <param name="Objective">The name of what rates of stream jobs are chosen for.</param>
/// <param name="MostMoved">Part (0 to 1) of the running tasks that one plan may move although they could
/// stay.</param>
/// <param name="ImproveAfterSeconds">Seconds without a change after which a better plan is looked for; 0 for
/// never.</param>
/// <param name="ImproveWork">Counted work of such a search.</param>
public sealed record PlannerSettings(
    string? Policy = null, string? Objective = null, double? MostMoved = null, double? ImproveAfterSeconds = null,
    long? ImproveWork = null)
{
    /// <summary>Longest name of a policy or objective, in characters.</summary>
    public const int MaxName = 63;

    /// <summary>Longest wait before a better plan is looked for, in seconds: a day.</summary>
    public const double MaxImproveAfterSeconds = 86_400;

    /// <summary>Most work of a search: some minutes on one core.</summary>
    public const long MaxImproveWork = 10_000_000_000;

    /// <summary>Nothing was set.</summary>
    public static PlannerSettings None { get; } = new();
}
