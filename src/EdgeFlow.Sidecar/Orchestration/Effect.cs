using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>What the engine must do after a decision, beside appending to the instance's own journal.</summary>
internal abstract record Effect;

/// <summary>An activity may be dispatched once its TaskScheduled event is durable.</summary>
/// <param name="Activity">The activity.</param>
internal sealed record ActivityScheduled(PendingActivity Activity) : Effect;

/// <summary>A timer must fire.</summary>
/// <param name="TimerId">The event id of its TimerCreated event.</param>
/// <param name="FireAt">When.</param>
internal sealed record TimerArmed(int TimerId, DateTimeOffset FireAt) : Effect;

/// <summary>Another instance must be created: a child when it names a parent, else a detached one.</summary>
/// <param name="Start">Its first event.</param>
/// <param name="AppId">The application whose workers run it.</param>
internal sealed record InstanceRequested(ExecutionStartedEvent Start, string AppId) : Effect;

/// <summary>An event goes to another instance: a raised event or a termination.</summary>
/// <param name="InstanceId">The addressee.</param>
/// <param name="Event">The event.</param>
internal sealed record EventPosted(string InstanceId, HistoryEvent Event) : Effect;

/// <summary>A child that ended tells its parent.</summary>
/// <param name="Parent">Whom to tell; the execution id must still be the parent's.</param>
/// <param name="Event">The completion or failure event.</param>
internal sealed record ParentNotified(ParentInstanceInfo Parent, HistoryEvent Event) : Effect;
