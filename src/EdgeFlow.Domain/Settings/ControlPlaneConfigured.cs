namespace EdgeFlow.Domain.Settings;

/// <summary>The control plane that decides from now on was started with other options than the one before, or is the
/// first one.</summary>
/// <param name="Options">All of them, not only what is other.</param>
/// <param name="OccurredAt">When.</param>
public sealed record ControlPlaneConfigured(StartOptions Options, DateTimeOffset OccurredAt) : IEvent;
