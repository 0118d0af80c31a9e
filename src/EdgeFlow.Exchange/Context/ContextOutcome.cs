namespace EdgeFlow.Exchange.Context;

/// <summary>What became of a write: all of it or nothing. Immutable.</summary>
/// <param name="Stale">The first key that was not as it had to be; null when none was.</param>
/// <param name="IsFull">Whether the context would have been too large.</param>
public sealed record ContextOutcome(string? Stale, bool IsFull)
{
    /// <summary>It was written.</summary>
    public static ContextOutcome Done { get; } = new(null, false);

    /// <summary>There would have been too many keys, or too many bytes in them.</summary>
    public static ContextOutcome Full { get; } = new(null, true);

    /// <summary>A key was not as it had to be.</summary>
    public static ContextOutcome Changed(string key) => new(key, false);
}
