namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// Remembers streams that exist, whose they are and the version that each was last seen at. It spares a group the
/// statement that creates streams, and lets it foresee what the lock will show. Wrong when another process appended, or
/// somebody deleted a stream by hand: the appender notices and looks. Bounded. Thread safe.
/// </summary>
internal sealed class KnownStreams
{
    // Some more than are at work at once. Those of ended jobs are of no use, and stay until then.
    private const int CountMax = 4_096;

    private readonly Lock one = new();
    private readonly Dictionary<string, StreamHead> heads = new(StringComparer.Ordinal);

    public bool Contains(string id)
    {
        lock (one)
        {
            return heads.ContainsKey(id);
        }
    }

    /// <summary>Streams that exist, as they are now.</summary>
    public void Add(IEnumerable<KeyValuePair<string, StreamHead>> existing)
    {
        lock (one)
        {
            // Streams come and go in time, so starting over loses little and needs no order of use.
            if (heads.Count >= CountMax)
            {
                heads.Clear();
            }

            foreach (var (id, head) in existing)
            {
                heads[id] = head;
            }
        }
    }

    /// <summary>
    /// The versions that the streams of a group will most likely have, in order of id: versions only grow, so what a
    /// caller has seen counts where it is later than what this process last saw.
    /// </summary>
    /// <returns>Null where the group has to look first: a stream is not known, a command id has to be looked up, or
    /// an earlier attempt may have come through.</returns>
    public SortedDictionary<string, StreamHead>? Foresee(IReadOnlyList<PendingAppend> group)
    {
        var foreseen = new SortedDictionary<string, StreamHead>(StringComparer.Ordinal);
        lock (one)
        {
            foreach (var append in group)
            {
                if (append.Request.CommandId is not null || append.Attempted.Count > 0)
                {
                    return null;
                }

                foreach (var stream in append.Request.Streams)
                {
                    if (!heads.TryGetValue(stream.StreamId, out var seen))
                    {
                        return null;
                    }

                    var before = foreseen.GetValueOrDefault(stream.StreamId).Version;
                    // Of several appends to one stream only the first expects its present version.
                    var expected = before == 0 ? stream.Expected.Version ?? 0 : 0;
                    foreseen[stream.StreamId] = seen with
                    {
                        Version = Math.Max(before, Math.Max(seen.Version, expected)),
                    };
                }
            }
        }

        return foreseen;
    }

    public void Forget()
    {
        lock (one)
        {
            heads.Clear();
        }
    }
}
