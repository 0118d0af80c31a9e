using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>An event that waits for a turn.</summary>
/// <param name="event">The event.</param>
internal sealed class InboxEntry(HistoryEvent @event)
{
    /// <summary>The event.</summary>
    public HistoryEvent Event { get; } = @event;

    /// <summary>True once a journal row of its own carries it; then the turn that consumes it must say so.</summary>
    public bool Journaled { get; set; }
}
