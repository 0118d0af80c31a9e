namespace EdgeFlow.Sidecar.Dispatch;

/// <summary>
/// Gives work to workers: least loaded first, at most
/// <see cref="EmbeddedSidecarOptions.MaxOutstandingPerStream"/> a stream. Work whose application has no worker waits.
/// Not thread-safe: every member is called under the engine's lock.
/// </summary>
internal sealed class Dispatcher(EmbeddedSidecarOptions options, TimeProvider clock)
{
    private readonly Dictionary<string, WorkLane> _lanes = [];
    private readonly Dictionary<string, WorkTicket> _held = [];

    /// <summary>All connected streams.</summary>
    public IEnumerable<WorkerStream> Streams => _lanes.Values.SelectMany(lane => lane.Streams);

    /// <summary>How many workers of an application are connected.</summary>
    public int CountStreams(string appId) => Lane(appId).Streams.Count;

    /// <summary>Makes new work available.</summary>
    public void Enqueue(WorkTicket ticket)
    {
        var lane = Lane(ticket.AppId);
        (IsSuspect(ticket) ? lane.Suspects : lane.Ready).AddLast(ticket);
        Pump(lane);
    }

    /// <summary>Makes work available again, before everything that waits.</summary>
    public void Requeue(WorkTicket ticket)
    {
        var lane = Lane(ticket.AppId);
        if (IsSuspect(ticket))
        {
            lane.Suspects.AddLast(ticket);
        }
        else
        {
            lane.Ready.AddFirst(ticket);
        }

        Pump(lane);
    }

    /// <summary>Connects a worker.</summary>
    public void Attach(WorkerStream stream)
    {
        var lane = Lane(stream.AppId);
        lane.Streams.Add(stream);
        Pump(lane);
    }

    /// <summary>Disconnects a worker: what it had and did not answer.</summary>
    public IReadOnlyList<WorkTicket> Detach(WorkerStream stream)
    {
        Lane(stream.AppId).Streams.Remove(stream);
        var lost = stream.Held.ToList();
        foreach (var ticket in lost)
        {
            Unhold(ticket);
        }

        return lost;
    }

    /// <summary>
    /// The work that an answer belongs to. Old SDKs send no token; then the instance and the task id must do.
    /// </summary>
    public WorkTicket? Find(string token, string instanceId, int? taskId)
    {
        if (token.Length > 0)
        {
            return _held.GetValueOrDefault(token);
        }

        return _held.Values.FirstOrDefault(ticket => ticket.InstanceId == instanceId && ticket.TaskId == taskId);
    }

    /// <summary>Turns that their workers have had for too long. Activities may take as long as they like.</summary>
    public IReadOnlyList<WorkTicket> OverdueTurns() =>
        _held.Values.Where(ticket => ticket.TaskId is null
            && clock.GetUtcNow() - ticket.HeldSince > options.TurnLease).ToList();

    /// <summary>Frees the place of answered or recalled work.</summary>
    public void Release(WorkTicket ticket)
    {
        if (ticket.Holder is { } stream)
        {
            Unhold(ticket);
            Pump(Lane(stream.AppId));
        }
    }

    private bool IsSuspect(WorkTicket ticket) => ticket.Losses >= options.SuspectAfterLosses;

    private void Unhold(WorkTicket ticket)
    {
        if (ticket.Holder is { } stream && stream.Held.Remove(ticket))
        {
            stream.SuspectsHeld -= IsSuspect(ticket) ? 1 : 0;
        }

        ticket.Holder = null;
        _held.Remove(ticket.Token);
    }

    private void Pump(WorkLane lane)
    {
        while (lane.Suspects.First is { } suspect && Send(lane, lane.Suspects, suspect.Value, isSuspect: true))
        {
        }

        while (lane.Ready.First is { } next && Send(lane, lane.Ready, next.Value, isSuspect: false))
        {
        }
    }

    private bool Send(WorkLane lane, LinkedList<WorkTicket> queue, WorkTicket ticket, bool isSuspect)
    {
        if (ticket.Cancelled)
        {
            queue.RemoveFirst();
            return true;
        }

        if (lane.Pick(options.MaxOutstandingPerStream, isSuspect) is not { } stream)
        {
            return false;
        }

        queue.RemoveFirst();
        var now = clock.GetUtcNow();
        if (ticket.Open(now, stream) is { } frame)
        {
            ticket.HeldSince = now;
            ticket.Holder = stream;
            ticket.Written = false;
            stream.Held.Add(ticket);
            stream.SuspectsHeld += isSuspect ? 1 : 0;
            _held[ticket.Token] = ticket;
            stream.Offer(ticket, frame);
        }

        return true;
    }

    private WorkLane Lane(string appId)
    {
        if (!_lanes.TryGetValue(appId, out var lane))
        {
            _lanes[appId] = lane = new WorkLane();
        }

        return lane;
    }
}
