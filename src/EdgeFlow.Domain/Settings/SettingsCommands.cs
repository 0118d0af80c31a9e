namespace EdgeFlow.Domain.Settings;

/// <summary>Something that somebody wants of the settings.</summary>
/// <param name="OccurredAt">When it was asked; the event takes its time from here.</param>
public abstract record SettingsCommand(DateTimeOffset OccurredAt);

/// <summary>Sets all of the planner's settings. The same again changes nothing.</summary>
/// <param name="Settings">All of them; what is null is as the control plane was started.</param>
/// <param name="Source">Where they come from, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record ChangePlannerSettings(PlannerSettings Settings, string Source, DateTimeOffset OccurredAt)
    : SettingsCommand(OccurredAt);
