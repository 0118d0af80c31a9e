using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// The last counters of stages that are no longer hosted, for a moment: so that the heartbeats that follow tell what
/// they did since the last one before. Safe for concurrent use.
/// </summary>
internal sealed class EndedStages(TimeProvider time)
{
    /// <summary>How long they are told: several heartbeats.</summary>
    public static readonly TimeSpan Told = TimeSpan.FromSeconds(5);

    /// <summary>Most of them that are told; the oldest go first.</summary>
    public const int Most = 1024;

    private readonly Lock gate = new();
    private readonly Queue<(long At, StageCounters Counters)> ended = new();

    /// <summary>A stage has ended.</summary>
    public void Add(StageCounters counters)
    {
        lock (gate)
        {
            ended.Enqueue((time.GetTimestamp(), counters with { Queued = 0, Unacknowledged = 0, RatePerSecond = 0 }));
            Forget();
        }
    }

    /// <summary>Those that are still told.</summary>
    public IReadOnlyList<StageCounters> Recent()
    {
        lock (gate)
        {
            Forget();
            return [.. ended.Select(entry => entry.Counters)];
        }
    }

    private void Forget()
    {
        while (ended.TryPeek(out var first) && (ended.Count > Most || time.GetElapsedTime(first.At) > Told))
        {
            ended.Dequeue();
        }
    }
}
