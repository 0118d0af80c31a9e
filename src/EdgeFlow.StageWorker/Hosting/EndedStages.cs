using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// The last counters of stages that are no longer hosted, for a moment: so that the heartbeats that follow tell what
/// they did since the last one before. Safe for concurrent use.
/// </summary>
internal sealed class EndedStages(TimeProvider time)
{
    /// <summary>How long they are told from the first time on: several heartbeats.</summary>
    public static readonly TimeSpan Told = TimeSpan.FromSeconds(5);

    /// <summary>Most of them that are told; the oldest go first.</summary>
    public const int Most = 1024;

    private readonly Lock gate = new();
    private readonly List<(long? ToldAt, StageCounters Counters)> ended = [];

    /// <summary>A stage has ended.</summary>
    public void Add(StageCounters counters)
    {
        lock (gate)
        {
            ended.Add((null, counters with { Queued = 0, Unacknowledged = 0, RatePerSecond = 0 }));
            Forget();
        }
    }

    /// <summary>Those that are still told.</summary>
    public IReadOnlyList<StageCounters> Recent()
    {
        lock (gate)
        {
            Forget();
            var now = time.GetTimestamp();
            for (var entry = 0; entry < ended.Count; entry++)
            {
                ended[entry] = (ended[entry].ToldAt ?? now, ended[entry].Counters);
            }

            return [.. ended.Select(entry => entry.Counters)];
        }
    }

    private void Forget()
    {
        ended.RemoveAll(entry => entry.ToldAt is { } at && time.GetElapsedTime(at) > Told);
        ended.RemoveRange(0, Math.Max(0, ended.Count - Most));
    }
}
