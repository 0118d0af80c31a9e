namespace EdgeFlow.Channels.Direct;

/// <summary>Waits that double from a first to a longest one. Not safe for concurrent use; its owner locks it.</summary>
public sealed class Backoff
{
    private readonly TimeSpan first;
    private readonly TimeSpan longest;
    private TimeSpan next;

    /// <summary>Begins with the first wait.</summary>
    public Backoff(TimeSpan first, TimeSpan longest) => (this.first, this.longest, next) = (first, longest, first);

    /// <summary>The next wait; the one after it is twice as long.</summary>
    public TimeSpan Next()
    {
        var wait = next;
        next = next * 2 < longest ? next * 2 : longest;
        return wait;
    }

    /// <summary>Something worked: begin again with the first wait.</summary>
    public void Reset() => next = first;
}
