using EdgeFlow.Channels.Direct;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.Protocol.Results;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// What a stage knows of each frame, from its first input to its completion: joining → ready → running → sent → done.
/// It decides what is a duplicate, when inputs are joined, and when a frame is completed, that is, when every consumer
/// has acknowledged its output; only then may its producers forget it. Pure state, no clock and no I/O; its owner locks
/// it.
/// </summary>
internal sealed class FrameLedger
{
    private readonly FlowLimits limits;
    private readonly Dictionary<string, int> inputs;
    private readonly Dictionary<string, int> outputs;
    private readonly InputHold[] holds;
    private readonly Dictionary<long, Slot> slots = [];
    private readonly SortedSet<long> ready = [];
    private readonly FrameSet done = new();

    public FrameLedger(IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, FlowLimits limits)
    {
        this.limits = limits;
        this.inputs = inputs.Select((name, at) => (name, at))
            .ToDictionary(i => i.name, i => i.at, StringComparer.Ordinal);
        this.outputs = outputs.Select((name, at) => (name, at))
            .ToDictionary(o => o.name, o => o.at, StringComparer.Ordinal);
        holds = [.. inputs.Select(_ => new InputHold())];
    }

    private enum State
    {
        Joining,
        Ready,
        Running,
        Sent,
    }

    /// <summary>Frames that have come in and are not completed.</summary>
    public int InFlight => slots.Count;

    /// <summary>Frames that wait for an input or a runner.</summary>
    public int Queued => slots.Values.Count(slot => slot.State is State.Joining or State.Ready);

    /// <summary>How many ranges the completed set has; bounded by the frames in flight.</summary>
    public int DoneRanges => done.Ranges;

    /// <summary>The oldest frame in flight, or null.</summary>
    public long? Oldest => slots.Count == 0 ? null : slots.Keys.Min();

    /// <summary>Whether a frame is completed or under way already.</summary>
    public bool Knows(long id) => slots.ContainsKey(id) || done.Contains(id);

    /// <summary>The lowest id, not below the given one, that is not completed.</summary>
    public long FirstOpen(long from) => done.FirstMissing(from);

    /// <summary>
    /// What <see cref="Offer"/> would say; <see cref="FlowStatus.Missing"/> where it would take the frame.
    /// </summary>
    public FlowStatus Probe(string from, long id, long bytes)
    {
        if (!inputs.TryGetValue(from, out var input))
        {
            return FlowStatus.NotHosted;
        }

        if (done.Contains(id))
        {
            return FlowStatus.Completed;
        }

        if (slots.TryGetValue(id, out var slot) && (slot.State != State.Joining || slot.Parts[input] is not null))
        {
            return FlowStatus.Held;
        }

        return bytes == 0 || holds[input].HasRoom(id, limits) ? FlowStatus.Missing : FlowStatus.Full;
    }

    /// <summary>Takes an input in: <see cref="FlowStatus.Held"/>, also when it was there already.</summary>
    public FlowStatus Offer(string from, Frame frame)
    {
        var bytes = Math.Max(1, frame.Size);
        var status = Probe(from, frame.Id, bytes);
        if (status != FlowStatus.Missing)
        {
            return status;
        }

        var input = inputs[from];
        if (!slots.TryGetValue(frame.Id, out var slot))
        {
            slots.Add(frame.Id, slot = new Slot(inputs.Count));
        }

        slot.Parts[input] = frame;
        holds[input].Add(frame.Id, bytes);
        if (slot.Parts.All(part => part is not null))
        {
            slot.State = State.Ready;
            ready.Add(frame.Id);
        }

        return FlowStatus.Held;
    }

    /// <summary>
    /// Gives out the oldest frame whose inputs are all there, if the outputs have room for it. Oldest first, because
    /// what the consumers wait for must never stand behind what waits for it.
    /// </summary>
    public FrameWork? TryTake(Func<long, bool> hasRoom)
    {
        if (ready.Count == 0 || !hasRoom(ready.Min))
        {
            return null;
        }

        var id = ready.Min;
        ready.Remove(id);
        var slot = slots[id];
        slot.State = State.Running;
        var parts = new Dictionary<string, Frame>(inputs.Count, StringComparer.Ordinal);
        foreach (var (name, at) in inputs)
        {
            parts.Add(name, slot.Parts[at]!);
        }

        Release(id, slot);
        return new FrameWork(id, parts);
    }

    /// <summary>
    /// A runner has the output of a frame. True: send it to all outputs. False: its results are stored already, and it
    /// is completed now.
    /// </summary>
    public bool Produced(long id)
    {
        if (!slots.TryGetValue(id, out var slot))
        {
            return false;
        }

        if (slot.Settled)
        {
            Complete(id);
            return false;
        }

        slot.State = State.Sent;
        slot.Pending = [.. outputs.Values];
        return true;
    }

    /// <summary>An output has acknowledged a frame. True when it was the last one: the frame is completed.</summary>
    public bool Acknowledged(string output, long id)
    {
        if (!slots.TryGetValue(id, out var slot) || slot.State != State.Sent
            || !slot.Pending.Remove(outputs[output]) || slot.Pending.Count > 0)
        {
            return false;
        }

        Complete(id);
        return true;
    }

    /// <summary>
    /// The control plane says which frames have all their results: they are completed, whoever may still wait for what.
    /// Gives back those that were under way here.
    /// </summary>
    public IReadOnlyList<long> Settle(ResultProgress progress)
    {
        var above = progress.DoneAbove.ToHashSet();
        var settled = new List<long>();
        foreach (var (id, slot) in slots.Where(entry => entry.Key < progress.DoneBelow || above.Contains(entry.Key)))
        {
            if (slot.State == State.Running)
            {
                slot.Settled = true;
                continue;
            }

            settled.Add(id);
        }

        settled.ForEach(Complete);
        CompleteUnseen(progress);
        return settled;
    }

    private void CompleteUnseen(ResultProgress progress)
    {
        // Frames that a runner works at stay open until it is through, so the range is added around them.
        var running = slots.Where(entry => entry.Value.Settled).Select(entry => entry.Key).Order().ToList();
        if (running.Count == 0)
        {
            done.AddBelow(progress.DoneBelow);
        }

        foreach (var id in progress.DoneAbove.Where(id => !slots.ContainsKey(id)))
        {
            done.Add(id);
        }
    }

    private void Complete(long id)
    {
        if (slots.Remove(id, out var slot))
        {
            ready.Remove(id);
            Release(id, slot);
            done.Add(id);
        }
    }

    private void Release(long id, Slot slot)
    {
        for (var input = 0; input < slot.Parts.Length; input++)
        {
            if (slot.Parts[input] is { } part)
            {
                holds[input].Remove(id, Math.Max(1, part.Size));
                slot.Parts[input] = null;
            }
        }
    }

    private sealed class Slot(int inputs)
    {
        public Frame?[] Parts { get; } = new Frame?[inputs];

        public State State { get; set; }

        public bool Settled { get; set; }

        public HashSet<int> Pending { get; set; } = [];
    }

    /// <summary>What waits of one input flow.</summary>
    private sealed class InputHold
    {
        private readonly SortedSet<long> ids = [];
        private long bytes;

        public bool HasRoom(long id, FlowLimits limits) => ids.Count == 0 || id < ids.Min
            || (ids.Count < limits.WindowFrames && bytes < limits.WindowBytes);

        public void Add(long id, long size)
        {
            ids.Add(id);
            bytes += size;
        }

        public void Remove(long id, long size)
        {
            if (ids.Remove(id))
            {
                bytes -= size;
            }
        }
    }
}
