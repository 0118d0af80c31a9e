namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// Remembers streams that exist, which spares a group the statement that creates them. Wrong only if somebody
/// deletes a stream by hand; the appender notices and forgets. Bounded. Thread safe.
/// </summary>
internal sealed class KnownStreams
{
    private const int CountMax = 100_000;

    private readonly Lock one = new();
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    public bool Contains(string id)
    {
        lock (one)
        {
            return ids.Contains(id);
        }
    }

    public void Add(IEnumerable<string> existing)
    {
        lock (one)
        {
            // Streams come and go in time, so starting over loses little and needs no order of use.
            if (ids.Count >= CountMax)
            {
                ids.Clear();
            }

            ids.UnionWith(existing);
        }
    }

    public void Forget()
    {
        lock (one)
        {
            ids.Clear();
        }
    }
}
