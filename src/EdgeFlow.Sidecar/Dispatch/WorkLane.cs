namespace EdgeFlow.Sidecar.Dispatch;

/// <summary>The work and the workers of one application.</summary>
internal sealed class WorkLane
{
    private int _next;

    /// <summary>Work that waits for a stream, oldest first.</summary>
    public LinkedList<WorkTicket> Ready { get; } = [];

    /// <summary>Work that was lost often before; see <see cref="EmbeddedSidecarOptions.SuspectAfterLosses"/>.</summary>
    public LinkedList<WorkTicket> Suspects { get; } = [];

    /// <summary>The connected workers.</summary>
    public List<WorkerStream> Streams { get; } = [];

    /// <summary>The least loaded stream with room, round robin among equals; null when all are full.</summary>
    public WorkerStream? Pick(int capacity, bool suspect)
    {
        WorkerStream? best = null;
        for (var i = 0; i < Streams.Count; i++)
        {
            var candidate = Streams[(_next + i) % Streams.Count];
            if (candidate.Held.Count < (best?.Held.Count ?? capacity) && !(suspect && candidate.SuspectsHeld > 0))
            {
                best = candidate;
            }
        }

        _next = Streams.Count == 0 ? 0 : (_next + 1) % Streams.Count;
        return best;
    }
}
