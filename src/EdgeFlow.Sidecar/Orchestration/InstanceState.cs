using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>
/// Everything the sidecar knows of one unfinished instance. It changes only through <see cref="InstanceEvolver"/>, by
/// the same calls when it lives and when it is folded from its journal. Not thread-safe; the engine's lock guards it.
/// </summary>
/// <param name="key">The storage key, never reused.</param>
/// <param name="instanceId">The id that clients use.</param>
/// <param name="appId">The application whose workers run it.</param>
/// <param name="start">The first event of the current execution.</param>
/// <param name="createdAt">When the instance was created.</param>
internal sealed class InstanceState(
    long key, string instanceId, string appId, ExecutionStartedEvent start, DateTimeOffset createdAt)
{
    /// <summary>The storage key.</summary>
    public long Key { get; } = key;

    /// <summary>The id that clients use.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The application whose workers run it.</summary>
    public string AppId { get; } = appId;

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; } = createdAt;

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    /// <summary>When it ended, if it did.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>The first event of the current execution: name, input, parent, tags.</summary>
    public ExecutionStartedEvent Start { get; set; } = start;

    /// <summary>The id of the current execution; continue-as-new makes a new one.</summary>
    public string ExecutionId => Start.WorkflowInstance?.ExecutionId ?? "";

    /// <summary>How often the instance continued as new.</summary>
    public int Generation { get; set; }

    /// <summary>The lifecycle status.</summary>
    public OrchestrationStatus Status { get; set; } = OrchestrationStatus.Pending;

    /// <summary>What the workflow last set.</summary>
    public string? CustomStatus { get; set; }

    /// <summary>How it ended, once it did.</summary>
    public Completion? Completion { get; set; }

    /// <summary>The events that workflows replay.</summary>
    public EventLog History { get; } = new();

    /// <summary>Events that no turn has taken yet, oldest first.</summary>
    public List<InboxEntry> Inbox { get; } = [];

    /// <summary>Activities without a completion, by task id.</summary>
    public SortedDictionary<int, PendingActivity> Activities { get; } = [];

    /// <summary>Timers that have not fired: timer id to due time.</summary>
    public SortedDictionary<int, DateTimeOffset> Timers { get; } = [];

    /// <summary>Children that have not ended: task id to the child's instance id.</summary>
    public SortedDictionary<int, string> Children { get; } = [];

    /// <summary>The ids of all actions of this execution, to refuse an answer that was given before.</summary>
    public HashSet<int> ActionIds { get; } = [];

    /// <summary>The turn that a worker has or will get, if any.</summary>
    public InflightTurn? Turn { get; set; }

    /// <summary>How many turns were made within this ownership.</summary>
    public long TurnCount { get; set; }

    /// <summary>The sequence number of the next journal row.</summary>
    public int NextSequence { get; set; }

    /// <summary>Journal rows that are not durable yet.</summary>
    public List<JournalRow> UnsavedRows { get; } = [];

    /// <summary>True when the instance's own row (status, custom status, end) must be written again.</summary>
    public bool RowChanged { get; set; }

    /// <summary>True when the instance has ended.</summary>
    public bool IsTerminal => InstanceLifecycle.IsTerminal(Status);

    /// <summary>When the first turn may run.</summary>
    public DateTimeOffset? StartAt => Start.ScheduledStartTimestamp?.ToDateTimeOffset();

    /// <summary>
    /// True when a turn can be made at <paramref name="now"/>: something waits, nobody has a turn, nothing holds it.
    /// </summary>
    public bool CanTurn(DateTimeOffset now) =>
        Turn is null && Inbox.Count > 0 && (StartAt is not { } startAt || startAt <= now)
        && Status is OrchestrationStatus.Pending or OrchestrationStatus.Running;
}
