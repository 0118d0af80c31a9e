using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>What one answer of a worker means: events for the history and effects for the engine.</summary>
internal sealed class TurnDecision
{
    /// <summary>Why the answer was refused; nothing else is set then.</summary>
    public string? RefusedBecause { get; private init; }

    /// <summary>True when the worker lacks the instance's version: the events stay in the inbox.</summary>
    public bool Stalled { get; init; }

    /// <summary>How many inbox events the turn took.</summary>
    public int Taken { get; init; }

    /// <summary>The custom status after the turn.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>The events to append.</summary>
    public List<HistoryEvent> Events { get; } = [];

    /// <summary>What must be done beside appending, in order.</summary>
    public List<Effect> Effects { get; } = [];

    /// <summary>How the instance ended, if it did.</summary>
    public Completion? Completion { get; private set; }

    /// <summary>The first event of the next execution, for continue-as-new.</summary>
    public ExecutionStartedEvent? NextStart { get; set; }

    /// <summary>Events that the worker hands to the next execution.</summary>
    public List<HistoryEvent> Carryover { get; } = [];

    /// <summary>A decision that changes nothing.</summary>
    public static TurnDecision Refused(string reason) => new() { RefusedBecause = reason };

    /// <summary>Records the end and, for a child, the message to the parent.</summary>
    public void Complete(InstanceState state, Completion completion, HistoryEvent ended, DateTimeOffset now)
    {
        Completion = completion;
        Events.Add(ended);
        if (state.Start.ParentInstance is { } parent)
        {
            var news = HistoryEvents.ChildEnded(parent.TaskScheduledId, completion, now);
            Effects.Add(new ParentNotified(parent, news));
        }
    }
}
