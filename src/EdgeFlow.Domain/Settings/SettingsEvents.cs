namespace EdgeFlow.Domain.Settings;

/// <summary>The planner's settings are others from now on; the next plan is made by them.</summary>
/// <param name="Settings">All of them, not only what changed.</param>
/// <param name="Source">Where they came from, in words, e.g. <c>configuration store settings</c>.</param>
/// <param name="OccurredAt">When.</param>
public sealed record PlannerSettingsChanged(
    PlannerSettings Settings, string Source, DateTimeOffset OccurredAt) : IEvent;
