using EdgeFlow.Channels.Frames;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// The frames of one flow that its consumer has not acknowledged, and what is known of each: to be sent, on the wire,
/// held by an instance of the consumer, or in doubt because the plan changed. Pure state; its owner locks it.
/// </summary>
internal sealed class FlowWindow(FlowLimits limits)
{
    private readonly Dictionary<long, Entry> entries = [];
    private readonly SortedSet<long> ids = [];
    private readonly SortedSet<long> unsent = [];
    private long bytes;

    private enum State
    {
        Unsent,
        Sending,
        Held,
        Doubted,
    }

    public int Count => entries.Count;

    /// <summary>
    /// The oldest frame always has room: what the consumer waits for can never stand behind what waits for it.
    /// </summary>
    public bool HasRoom(long id) => ids.Count == 0 || id < ids.Min
        || (ids.Count < limits.WindowFrames && bytes < limits.WindowBytes);

    public bool Add(EncodedFrame frame)
    {
        var id = frame.Frame.Id;
        if (!entries.TryAdd(id, new Entry(frame)))
        {
            return false;
        }

        ids.Add(id);
        unsent.Add(id);
        bytes += frame.Length;
        return true;
    }

    public EncodedFrame? TakeNext()
    {
        if (unsent.Count == 0)
        {
            return null;
        }

        var entry = entries[unsent.Min];
        unsent.Remove(unsent.Min);
        entry.State = State.Sending;
        return entry.Frame;
    }

    public bool Acknowledge(long id)
    {
        if (!entries.Remove(id, out var entry))
        {
            return false;
        }

        ids.Remove(id);
        unsent.Remove(id);
        bytes -= entry.Frame.Length;
        return true;
    }

    /// <summary>A send was answered with 202.</summary>
    public void Held(long id, string? instance, TimeSpan now)
    {
        if (entries.TryGetValue(id, out var entry) && entry.State == State.Sending)
        {
            entry.State = State.Held;
            entry.Instance = instance;
            entry.Heard = now;
        }
    }

    /// <summary>A send failed: it is to be sent again.</summary>
    public void Resend(long id)
    {
        if (entries.TryGetValue(id, out var entry) && entry.State != State.Unsent)
        {
            entry.State = State.Unsent;
            unsent.Add(id);
        }
    }

    /// <summary>Puts another frame of the same id in place of one that can never be delivered.</summary>
    public void Replace(EncodedFrame frame)
    {
        if (entries.TryGetValue(frame.Frame.Id, out var entry))
        {
            bytes += frame.Length - entry.Frame.Length;
            entry.Frame = frame;
        }
    }

    /// <summary>The plan changed: whether the consumer still holds what it held has to be asked.</summary>
    public void Doubt()
    {
        foreach (var entry in entries.Values.Where(entry => entry.State == State.Held))
        {
            entry.State = State.Doubted;
        }
    }

    /// <summary>
    /// The frame to ask about: the oldest in doubt, or the oldest held when nothing was heard of it for long.
    /// </summary>
    public long? NextToVerify(TimeSpan now)
    {
        foreach (var id in ids)
        {
            var entry = entries[id];
            if (entry.State == State.Doubted)
            {
                return id;
            }

            if (entry.State == State.Held && now - entry.Heard >= limits.ProbeAfter)
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>
    /// The consumer's present instance is known: it still holds all that this same instance took, and nothing that
    /// another did.
    /// </summary>
    public void Verified(string? instance, TimeSpan now)
    {
        foreach (var id in ids)
        {
            var entry = entries[id];
            if (entry.State is not (State.Held or State.Doubted))
            {
                continue;
            }

            if (instance is not null && entry.Instance == instance)
            {
                entry.State = State.Held;
                entry.Heard = now;
            }
            else
            {
                entry.State = State.Unsent;
                unsent.Add(id);
            }
        }
    }

    private sealed class Entry(EncodedFrame frame)
    {
        public EncodedFrame Frame { get; set; } = frame;

        public State State { get; set; }

        public string? Instance { get; set; }

        public TimeSpan Heard { get; set; }
    }
}
