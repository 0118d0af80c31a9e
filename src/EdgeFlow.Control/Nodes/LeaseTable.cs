namespace EdgeFlow.Control.Nodes;

/// <summary>Which nodes were heard when: in memory, since it is telemetry. Thread safe.</summary>
public sealed class LeaseTable(LeaseOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Starts to watch a process, with a full lease; another process of the node is watched no more.</summary>
    /// <param name="node">The node.</param>
    /// <param name="incarnation">Its process.</param>
    /// <param name="grace">Lease until it is first heard; null for the usual one.</param>
    public void Watch(string node, string incarnation, TimeSpan? grace = null)
    {
        lock (gate)
        {
            var returns = entries.TryGetValue(node, out var old) ? old.Returns : [];
            entries[node] = new Entry(incarnation, -1, time.GetTimestamp(), time.GetUtcNow(), grace, returns);
        }
    }

    /// <summary>
    /// Renews the lease of a process; false when that process is not watched. A heartbeat that was overtaken by a later
    /// one counts too: the process was alive when it sent it, and not before the later one.
    /// </summary>
    public bool Hear(string node, string incarnation, TimeSpan ago = default)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(node, out var entry) || entry.Incarnation != incarnation)
            {
                return false;
            }

            var age = time.GetElapsedTime(entry.HeardStamp);
            if (age > ago)
            {
                var back = (long)(ago.TotalSeconds * time.TimestampFrequency);
                entries[node] = entry with
                {
                    HeardStamp = time.GetTimestamp() - back,
                    HeardAt = time.GetUtcNow() - ago,
                    Grace = null,
                };
            }

            return true;
        }
    }

    /// <summary>Whether this process is watched.</summary>
    public bool IsWatched(string node, string incarnation)
    {
        lock (gate)
        {
            return entries.TryGetValue(node, out var entry) && entry.Incarnation == incarnation;
        }
    }

    /// <summary>Whether this sequence number is the newest heard of the process; older ones are telemetry of the
    /// past.</summary>
    public bool IsNewest(string node, string incarnation, long sequence)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(node, out var entry) || entry.Incarnation != incarnation
                || entry.Sequence >= sequence)
            {
                return false;
            }

            entries[node] = entry with { Sequence = sequence };
            return true;
        }
    }

    /// <summary>The process came back from being lost: its lease is longer for a while, so that a network that flaps
    /// does not move its stages each time.</summary>
    public void Returned(string node, string incarnation)
    {
        Watch(node, incarnation);
        lock (gate)
        {
            var now = time.GetUtcNow();
            var entry = entries[node];
            var recent = entry.Returns.Where(at => now - at < options.FlapWindow).TakeLast(options.MaxStretch - 1);
            entries[node] = entry with { Returns = [.. recent, now] };
        }
    }

    /// <summary>Stops watching: the node is lost or has left. What is known of its flapping is kept while it is
    /// lost.</summary>
    public void Forget(string node, bool left)
    {
        lock (gate)
        {
            if (left)
            {
                entries.Remove(node);
            }
            else if (entries.TryGetValue(node, out var entry))
            {
                entries[node] = entry with { Incarnation = "" };
            }
        }
    }

    /// <summary>Whether the node's present process holds its lease.</summary>
    public bool IsHeld(string node)
    {
        lock (gate)
        {
            return entries.TryGetValue(node, out var entry) && entry.Incarnation.Length > 0
                && time.GetElapsedTime(entry.HeardStamp) < LeaseOf(entry);
        }
    }

    /// <summary>How long ago the node was heard, in milliseconds; null when it is not watched or was not heard
    /// yet.</summary>
    public double? HeardMsAgo(string node)
    {
        lock (gate)
        {
            return entries.TryGetValue(node, out var entry) && entry is { Incarnation.Length: > 0, Grace: null }
                ? time.GetElapsedTime(entry.HeardStamp).TotalMilliseconds
                : null;
        }
    }

    /// <summary>The watched processes that have been silent for at least this long (null: for their lease), by
    /// node.</summary>
    public IReadOnlyList<ExpiredLease> Silent(TimeSpan? atLeast = null)
    {
        lock (gate)
        {
            return [.. entries.Where(entry => entry.Value.Incarnation.Length > 0)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new ExpiredLease(
                    entry.Key, entry.Value.Incarnation, entry.Value.HeardAt,
                    time.GetElapsedTime(entry.Value.HeardStamp), LeaseOf(entry.Value)))
                .Where(entry => entry.Silent >= (atLeast ?? entry.Lease))];
        }
    }

    private TimeSpan LeaseOf(Entry entry)
    {
        var now = time.GetUtcNow();
        var stretch = 1 + entry.Returns.Count(at => now - at < options.FlapWindow);
        var lease = options.Lease * Math.Min(stretch, options.MaxStretch);
        return entry.Grace > lease ? entry.Grace.Value : lease;
    }

    private sealed record Entry(
        string Incarnation, long Sequence, long HeardStamp, DateTimeOffset HeardAt, TimeSpan? Grace,
        IReadOnlyList<DateTimeOffset> Returns);
}
