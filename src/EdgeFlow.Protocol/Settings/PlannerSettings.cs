namespace EdgeFlow.Protocol.Settings;

/// <summary>Settings of the planner, as asked for with <c>PUT /v1/settings</c> and as told. What is null is as the
/// control plane was started.</summary>
/// <param name="Policy">The name of the policy that answers events, e.g. <c>tier0</c>.</param>
/// <param name="Objective">What rates of stream jobs are chosen for, e.g. <c>max-min</c>.</param>
/// <param name="MostMoved">Part (0 to 1) of the running tasks that one plan may move although they could
/// stay.</param>
/// <param name="ImproveAfterSeconds">Seconds without a change after which a better plan is looked for; 0 for
/// never.</param>
/// <param name="ImproveWork">Counted work of such a search; 60,000,000 is about a second on one core.</param>
public sealed record PlannerSettings(
    string? Policy = null, string? Objective = null, double? MostMoved = null, double? ImproveAfterSeconds = null,
    long? ImproveWork = null);
