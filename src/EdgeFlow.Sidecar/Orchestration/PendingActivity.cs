using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>An activity that was scheduled and whose completion has not arrived.</summary>
/// <param name="TaskId">The event id of its TaskScheduled event; unique within one execution.</param>
/// <param name="Scheduled">The event itself: name, input, task execution id.</param>
/// <param name="TargetAppId">The application whose workers may run it.</param>
internal sealed record PendingActivity(int TaskId, TaskScheduledEvent Scheduled, string TargetAppId);
