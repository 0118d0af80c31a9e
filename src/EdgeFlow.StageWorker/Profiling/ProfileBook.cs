using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.StageWorker.Profiling;

/// <summary>
/// Measures stages on real frames: after warm-up, the median and 95th percentile of the last frames. A profile is due
/// when there are enough samples, and again when its median has moved far. Safe for concurrent use.
/// </summary>
internal sealed class ProfileBook(string nodeKind)
{
    /// <summary>First frames of a stage on this node that do not count.</summary>
    public const int WarmUp = 3;

    /// <summary>Samples before a profile is reported.</summary>
    public const int Enough = 8;

    /// <summary>Last samples that count.</summary>
    public const int Window = 64;

    /// <summary>Stages that are kept; beyond it the one that was measured longest ago goes.</summary>
    public const int MaxStages = 1024;

    /// <summary>A median that has moved by more than this share is reported again.</summary>
    public const double Moved = 0.2;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private long clock;

    /// <summary>One frame took so long and its encoded output was so large.</summary>
    /// <param name="stageHash">The stage.</param>
    /// <param name="modelHash">The bytes of its files; what was measured with others counts no longer.</param>
    /// <param name="elapsed">How long.</param>
    /// <param name="outputBytes">How large.</param>
    public void Record(string stageHash, string? modelHash, TimeSpan elapsed, int outputBytes)
    {
        lock (gate)
        {
            var isKnown = entries.TryGetValue(stageHash, out var entry);
            if (!isKnown && entries.Count >= MaxStages)
            {
                entries.Remove(entries.MinBy(known => known.Value.UsedAt).Key);
            }

            if (entry is null || entry.ModelHash != modelHash)
            {
                entries[stageHash] = entry = new Entry(modelHash);
            }

            entry.UsedAt = ++clock;
            entry.Add(elapsed.TotalMilliseconds, outputBytes);
        }
    }

    /// <summary>Profiles that are new or have moved since they were reported.</summary>
    public IReadOnlyList<StageProfile> Due()
    {
        lock (gate)
        {
            return [.. entries.Where(known => known.Value.Count >= Enough)
                .Select(known => (known.Value.ReportedMs, Profile: known.Value.Profile(known.Key, nodeKind)))
                .Where(known => HasMoved(known.ReportedMs, known.Profile.MedianMs))
                .Select(known => known.Profile)
                .OrderBy(profile => profile.StageHash, StringComparer.Ordinal)];
        }
    }

    /// <summary>These profiles were heard.</summary>
    public void Reported(IReadOnlyList<StageProfile> profiles)
    {
        lock (gate)
        {
            foreach (var profile in profiles)
            {
                if (entries.TryGetValue(profile.StageHash, out var entry))
                {
                    entry.ReportedMs = profile.MedianMs;
                }
            }
        }
    }

    /// <summary>Whoever heard them may have forgotten them.</summary>
    public void ReportAllAgain()
    {
        lock (gate)
        {
            foreach (var entry in entries.Values)
            {
                entry.ReportedMs = null;
            }
        }
    }

    private static bool HasMoved(double? reportedMs, double medianMs) =>
        reportedMs is not { } before || Math.Abs(medianMs - before) > Moved * before;

    private sealed class Entry(string? modelHash)
    {
        private readonly (double Ms, int Bytes)[] samples = new (double, int)[Window];
        private long seen;

        public string? ModelHash => modelHash;

        public long UsedAt { get; set; }

        public double? ReportedMs { get; set; }

        public int Count => (int)Math.Clamp(seen - WarmUp, 0, Window);

        public void Add(double ms, int bytes)
        {
            if (seen >= WarmUp)
            {
                samples[(seen - WarmUp) % Window] = (ms, bytes);
            }

            seen++;
        }

        public StageProfile Profile(string hash, string kind)
        {
            var times = samples.Take(Count).Select(sample => sample.Ms).Order().ToArray();
            var sizes = samples.Take(Count).Select(sample => sample.Bytes).Order().ToArray();
            var p95 = Math.Min(times.Length - 1, (int)Math.Ceiling(times.Length * 0.95) - 1);
            return new StageProfile(
                hash, kind, times.Length, times[times.Length / 2], times[p95], sizes[sizes.Length / 2])
            {
                ModelHash = modelHash,
            };
        }
    }
}
