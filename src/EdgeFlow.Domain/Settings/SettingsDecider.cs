namespace EdgeFlow.Domain.Settings;

/// <summary>
/// Decides what happens to the settings: command in, event out; and what it means: <see cref="Evolve"/>. Which policies
/// and objectives there are is for the planner's side to say. Pure.
/// </summary>
public static class SettingsDecider
{
    /// <summary>The answer to a command.</summary>
    /// <param name="state">The settings as they are; null when nothing was ever set.</param>
    /// <param name="command">What is wanted.</param>
    public static Decision Decide(PlannerSettings? state, SettingsCommand command) => command switch
    {
        ChangePlannerSettings change when Problem(change.Settings) is { } problem =>
            Decision.Reject(RejectionCodes.BadValue, $"The planner's settings: {problem}."),
        ChangePlannerSettings change when change.Settings == (state ?? PlannerSettings.None) => Decision.Nothing,
        ChangePlannerSettings change => Decision.Of(new PlannerSettingsChanged(
            change.Settings, EventText.Clean(change.Source), change.OccurredAt)),
        _ => throw new InvalidOperationException($"The settings have no rule for {command.GetType().Name}."),
    };

    /// <summary>The settings after an event.</summary>
    /// <exception cref="InvalidOperationException">The history was not written by this decider.</exception>
    public static PlannerSettings Evolve(PlannerSettings? state, IEvent @event) => @event switch
    {
        PlannerSettingsChanged changed => changed.Settings,
        _ => throw new InvalidOperationException(
            $"The history of the settings {state} has a {@event.GetType().Name}."),
    };

    private static string? Problem(PlannerSettings settings) =>
        !IsName(settings.Policy) || !IsName(settings.Objective)
            ? $"a policy or objective must be a name of at most {PlannerSettings.MaxName} characters"
        : settings.MostMoved is not (null or (>= 0 and <= 1)) ? "the part that may move must be 0 to 1"
        : settings.ImproveAfterSeconds is not (null or (>= 0 and <= PlannerSettings.MaxImproveAfterSeconds))
            ? $"the wait before a better plan is looked for must be 0 to {PlannerSettings.MaxImproveAfterSeconds} s"
        : settings.ImproveWork is not (null or (>= 1 and <= PlannerSettings.MaxImproveWork))
            ? $"the work of a search must be 1 to {PlannerSettings.MaxImproveWork}"
        : null;

    private static bool IsName(string? text) =>
        text is null || (text.Length is > 0 and <= PlannerSettings.MaxName && text.All(c => c is > ' ' and <= '~'));
}
