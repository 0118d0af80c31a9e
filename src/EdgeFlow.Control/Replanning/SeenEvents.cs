using EdgeFlow.EventStore.Reading;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Which events a state that was read in several looks holds. Everything that was visible before the first look is in
/// it; of what came meanwhile, that which the version of its stream covers. Immutable.
/// </summary>
/// <param name="Before">The last event that was visible before the first look.</param>
/// <param name="Versions">The versions that were read, by stream.</param>
public sealed record SeenEvents(long Before, IReadOnlyDictionary<string, long> Versions)
{
    /// <summary>Is this event in what was read?</summary>
    /// <param name="entry">An event.</param>
    public bool Holds(RecordedEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);

        // A number below the last one may have been committed after it: the version decides where there is one.
        return Versions.TryGetValue(entry.StreamId, out var version)
            ? entry.Version <= version
            : entry.Sequence <= Before;
    }

    /// <summary>The last event up to which all of these were seen.</summary>
    /// <param name="news">Events in order.</param>
    /// <param name="since">Where they begin.</param>
    public long UpTo(IReadOnlyList<RecordedEvent> news, long since)
    {
        ArgumentNullException.ThrowIfNull(news);
        return news.TakeWhile(Holds).Select(entry => entry.Sequence).LastOrDefault(since);
    }
}
